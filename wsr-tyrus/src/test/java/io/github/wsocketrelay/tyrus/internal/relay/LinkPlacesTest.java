package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkPlacesTest {
  private static final InetSocketAddress ONE = from("192.0.2.1");

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(address, 40_000);
  }

  private static Limits<RelayLimit> limits(long links, long ofAddress) {
    return TestLimits.relay(
        new ManualTicker(),
        Map.of(RelayLimit.LINKS, links, RelayLimit.LINKS_PER_ADDRESS, ofAddress));
  }

  @Test
  void aPlaceThatIsLeftIsFreeOnce() {
    LinkPlaces places = new LinkPlaces(limits(2, 100));
    LinkPlaces.Place first = Objects.requireNonNull(places.take(Role.EXPOSER, ONE));
    assertThat(places.hasRoom(ONE)).isTrue();
    assertThat(places.take(Role.EXPOSER, ONE)).isNotNull();
    assertThat(places.hasRoom(ONE)).isFalse();
    assertThat(places.take(Role.EXPOSER, ONE)).isNull();

    first.leave();
    first.leave();

    assertThat(places.taken()).isEqualTo(1);
    assertThat(places.take(Role.EXPOSER, ONE)).isNotNull();
    assertThat(places.take(Role.EXPOSER, ONE)).isNull();
  }

  @Test
  void oneAddressTakesSoManyPlacesAndLeavesTheRestToOthers() {
    Limits<RelayLimit> limits = limits(100, 2);
    LinkPlaces places = new LinkPlaces(limits);
    LinkPlaces.Place first = places.take(Role.CONNECTOR, from("2001:db8::1"));
    LinkPlaces.Place second = places.take(Role.EXPOSER, from("2001:db8::2"));
    assertThat(places.take(Role.EXPOSER, from("2001:db8::3"))).isNull();
    assertThat(places.hasRoom(from("2001:db8::4"))).isFalse();
    assertThat(limits.hits()).containsEntry(RelayLimit.LINKS_PER_ADDRESS, 2L);

    LinkPlaces.Place other = places.take(Role.EXPOSER, from("2001:db8:0:1::3"));
    assertThat(places.addresses()).isEqualTo(2);
    Stream.of(first, second, other).forEach(place -> Objects.requireNonNull(place).leave());

    assertThat(places.addresses()).isZero();
    assertThat(places.taken()).isZero();
    assertThat(places.hasRoom(from("2001:db8::4"))).isTrue();
  }

  @Test
  void ofLoopbackPeersAndOfThoseWhomNobodyTellsThereAreMany() {
    LinkPlaces places = new LinkPlaces(limits(100, 2));
    for (int i = 0; i < 10; i++) {
      assertThat(places.take(Role.CONNECTOR, from("127.0.0.1"))).isNotNull();
      assertThat(places.take(Role.CONNECTOR, from("::1"))).isNotNull();
      assertThat(places.take(Role.CONNECTOR, InetSocketAddress.createUnresolved("somewhere", 1)))
          .isNotNull();
    }
    assertThat(places.addresses()).isZero();
  }

  @Test
  void ofManyWhoComeAtOnceNoMoreFindAPlaceThanThereAre() throws Exception {
    LinkPlaces places = new LinkPlaces(limits(10, 1_000));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> take = () -> places.take(Role.EXPOSER, ONE) != null;
      List<Future<Boolean>> taken =
          threads.invokeAll(Stream.generate(() -> take).limit(200).toList());
      int found = 0;
      for (Future<Boolean> one : taken) {
        found += one.get() ? 1 : 0;
      }
      assertThat(found).isEqualTo(10);
    } finally {
      threads.shutdownNow();
    }
  }
}
