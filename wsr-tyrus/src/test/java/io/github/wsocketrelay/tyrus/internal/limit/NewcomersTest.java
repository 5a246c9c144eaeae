package io.github.wsocketrelay.tyrus.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewcomersTest {
  private final Limits<RelayLimit> limits =
      TestLimits.relay(
          new ManualTicker(),
          Map.of(RelayLimit.UNAUTHENTICATED, 3L, RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 2L));
  private final Newcomers newcomers = new Newcomers(limits, InetAddress::isLoopbackAddress);

  private Newcomers.@Nullable Stay tryEnter(String address) {
    try {
      return newcomers.enter(new InetSocketAddress(InetAddress.getByName(address), 1));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Newcomers.Stay enter(String address) {
    return Objects.requireNonNull(tryEnter(address));
  }

  private long hits(RelayLimit limit) {
    return Objects.requireNonNull(limits.hits().get(limit));
  }

  @Test
  void oneAddressHasSoManyAndAnotherHasItsOwn() {
    enter("192.0.2.1");
    enter("192.0.2.1");
    assertThat(tryEnter("192.0.2.1")).isNull();
    enter("192.0.2.2");
    assertThat(hits(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)).isEqualTo(1);
  }

  @Test
  void thereAreSoManyInTotal() {
    enter("192.0.2.1");
    enter("192.0.2.2");
    enter("127.0.0.1");
    assertThat(tryEnter("192.0.2.4")).isNull();
    assertThat(hits(RelayLimit.UNAUTHENTICATED)).isEqualTo(1);
  }

  @Test
  void allOfAnIpv6NetworkCountAsOne() {
    enter("2001:db8:0:1::1");
    enter("2001:db8:0:1:ffff::2");
    assertThat(tryEnter("2001:db8:0:1::3")).isNull();
    enter("2001:db8:1:2::1");
  }

  @Test
  void aSiteWithManyIpv6NetworksLeavesRoomForOthers() {
    Map<RelayLimit, Long> values =
        Map.of(RelayLimit.UNAUTHENTICATED, 1_024L, RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 64L);
    Newcomers many =
        new Newcomers(TestLimits.relay(new ManualTicker(), values), InetAddress::isLoopbackAddress);
    List<Newcomers.Stay> stays = new ArrayList<>();
    for (int i = 0; i < 1_024; i++) { // 64 of each of 16 networks.
      Newcomers.Stay stay = many.enter(at("2001:db8:1:" + i % 16 + "::" + i));
      if (stay != null) {
        stays.add(stay);
      }
    }
    assertThat(stays).hasSize(256);
    for (int i = 0; i < 64; i++) {
      assertThat(many.enter(at("192.0.2.1"))).isNotNull();
      assertThat(many.enter(at("2001:db8:2::1"))).isNotNull();
    }
    Newcomers.Stay proxied = Objects.requireNonNull(many.enter(at("127.0.0.1")));
    assertThat(proxied.isFrom(at("2001:db8:1:ff::1"))).isFalse();

    stays.remove(0).asked(); // It may wait as long as it likes, and counts no more in total.
    stays.remove(0).settled();
    assertThat(proxied.isFrom(at("2001:db8:1:ff::1"))).isTrue();
    assertThat(many.enter(at("2001:db8:1:fe::1"))).isNotNull();
    assertThat(many.enter(at("2001:db8:1:fd::1"))).isNull();
    assertThat(proxied.isFrom(at("192.0.2.2"))).isTrue();
    assertThat(many.enter(at("2001:db8:1:fd::1"))).isNotNull();
    stays.forEach(Newcomers.Stay::settled);
    stays.forEach(Newcomers.Stay::settled);
    for (int i = 0; i < 254; i++) {
      assertThat(many.enter(at("2001:db8:1:" + i % 16 + "::" + i))).isNotNull();
    }
    assertThat(many.enter(at("2001:db8:1:fd::1"))).isNull();
  }

  @Test
  void loopbackIsNotCountedByAddress() {
    for (int i = 0; i < 3; i++) {
      enter("127.0.0.1");
    }
    assertThat(newcomers.addresses()).isZero();
  }

  @Test
  void whoHasAskedCountsByItsAddressOnly() {
    enter("192.0.2.1").asked();
    enter("192.0.2.1").asked();
    assertThat(newcomers.total()).isZero();
    assertThat(tryEnter("192.0.2.1")).isNull();
  }

  @Test
  void whoIsSettledCountsNoMore() {
    for (int i = 0; i < 10; i++) {
      enter("192.0.2.1").settled();
    }
    assertThat(newcomers.total()).isZero();
    assertThat(newcomers.addresses()).isZero();
  }

  @Test
  void aStepThatIsRepeatedDoesNothing() {
    Newcomers.Stay stay = enter("192.0.2.1");
    enter("192.0.2.1");
    stay.asked();
    stay.asked();
    assertThat(newcomers.total()).isEqualTo(1);
    stay.settled();
    stay.settled();
    stay.asked();
    assertThat(newcomers.total()).isEqualTo(1);
    assertThat(newcomers.addresses()).isEqualTo(1);
  }

  private static InetSocketAddress at(String address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void behindAProxyTheOneThatItNamesCounts() {
    assertThat(enter("127.0.0.1").isFrom(at("192.0.2.1"))).isTrue();
    enter("192.0.2.1");
    assertThat(enter("127.0.0.1").isFrom(at("192.0.2.1"))).isFalse();
    assertThat(hits(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)).isEqualTo(1);
    assertThat(newcomers.total()).isEqualTo(3);
    assertThat(newcomers.addresses()).isEqualTo(1);
  }

  @Test
  void whoIsNamedTwiceCountsOnce() {
    Newcomers.Stay stay = enter("192.0.2.1");
    assertThat(stay.isFrom(at("192.0.2.1"))).isTrue();
    assertThat(stay.isFrom(at("192.0.2.2"))).isTrue();
    assertThat(newcomers.addresses()).isEqualTo(1);
    stay.settled();
    assertThat(newcomers.addresses()).isZero();
  }

  @Test
  void whoMayNotMoveCountsAsBefore() {
    Newcomers.Stay stay = enter("127.0.0.1");
    enter("192.0.2.1");
    enter("192.0.2.1");
    assertThat(stay.isFrom(at("192.0.2.1"))).isFalse();
    stay.settled();
    assertThat(newcomers.total()).isEqualTo(2);
    assertThat(tryEnter("192.0.2.1")).isNull();
  }

  @Test
  void whoIsGoneIsNotCountedWhenItIsNamedLate() {
    Newcomers.Stay stay = enter("127.0.0.1");
    stay.settled();
    assertThat(stay.isFrom(at("192.0.2.1"))).isTrue();
    assertThat(newcomers.addresses()).isZero();
  }
}
