package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayRegisteringTest {
  private TestRelay relay = new TestRelay();

  @Test
  void registersAnExposerWhoseSignatureIsRight() {
    FakeLink exposer = relay.registered(1);
    assertThat(exposer.isClosed()).isFalse();
    assertThat(relay.core.servers()).isEqualTo(1);
    assertThat(relay.events).containsExactly("registered");
  }

  @Test
  void refusesASignatureForAnotherNonce() {
    TestRelay.Greeted one = relay.exposer();
    TestRelay.Greeted other = relay.exposer();
    one.link().receive(TestRelay.register(other, TestRelay.OWNER, 1));
    assertRefused(one.link(), 4_403, "denied");
    assertThat(relay.core.servers()).isZero();
  }

  @Test
  void refusesASignatureForAnotherHost() {
    TestRelay.Greeted exposer = relay.exposer();
    exposer
        .link()
        .receive(
            TestRelay.register(
                exposer, TestRelay.OWNER, 1, "rogue.example", TestRelay.KEYS.admissionKey()));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesAnAdmissionKeyThatDoesNotFitTheTag() {
    TestRelay.Greeted exposer = relay.exposer();
    exposer
        .link()
        .receive(TestRelay.register(exposer, TestRelay.OWNER, 1, TestRelay.HOST, new byte[32]));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesASignatureOfAnotherKey() {
    TestRelay.Greeted exposer = relay.exposer();
    ControlMessage.Register right = TestRelay.register(exposer, TestRelay.OWNER, 1);
    exposer
        .link()
        .receive(
            new ControlMessage.Register(
                Proofs.rawKey(TestRelay.OTHER.publicKey()),
                right.admissionKey(),
                right.epoch(),
                right.signature(),
                right.targets()));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesAPublicKeyThatIsNone() {
    TestRelay.Greeted exposer = relay.exposer();
    byte[] noKey = new byte[32];
    Arrays.fill(noKey, (byte) 0xff);
    exposer
        .link()
        .receive(
            new ControlMessage.Register(
                noKey, TestRelay.KEYS.admissionKey(), 1, new byte[64], List.of(0)));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void comparesWithThePublicHostWhereAProxyRewritesTheHeader() {
    relay = new TestRelay(Optional.of("Relay.Example:443"));
    TestRelay.Greeted exposer =
        relay.greet(Role.EXPOSER, TestRelay.KEYS.tag(), "10.0.0.7:8025", "198.51.100.1");
    exposer
        .link()
        .receive(
            TestRelay.register(
                exposer, TestRelay.OWNER, 1, "relay.example", TestRelay.KEYS.admissionKey()));
    assertThat(exposer.link().messages()).last().isEqualTo(new ControlMessage.Registered());

    TestRelay.Greeted rewritten =
        relay.greet(Role.EXPOSER, TestRelay.KEYS.tag(), "10.0.0.7:8025", "198.51.100.1");
    rewritten
        .link()
        .receive(
            TestRelay.register(
                rewritten, TestRelay.OWNER, 2, "10.0.0.7:8025", TestRelay.KEYS.admissionKey()));
    assertRefused(rewritten.link(), 4_403, "denied");
  }

  @Test
  void theHostHeaderIsComparedWithoutCaseAndStandardPort() {
    TestRelay.Greeted exposer =
        relay.greet(Role.EXPOSER, TestRelay.KEYS.tag(), "RELAY.example:80", "198.51.100.1");
    exposer
        .link()
        .receive(
            TestRelay.register(
                exposer, TestRelay.OWNER, 1, "relay.example", TestRelay.KEYS.admissionKey()));
    assertThat(exposer.link().messages()).last().isEqualTo(new ControlMessage.Registered());
  }

  @Test
  void theSameKeyWithAHigherEpochTakesOver() {
    FakeLink old = relay.registered(1);
    FakeLink fresh = relay.registered(-1); // the highest epoch, as it is unsigned
    assertRefused(old, 4_409, "superseded");
    assertThat(fresh.isClosed()).isFalse();
    assertThat(relay.core.servers()).isEqualTo(1);
    assertThat(relay.events).containsExactly("registered", "unregistered", "registered");
  }

  @Test
  void theSameKeyWithTheSameOrALowerEpochIsRefused() {
    FakeLink first = relay.registered(5);
    assertRefused(relay.registering(TestRelay.OWNER, 5), 4_409, "superseded");
    assertRefused(relay.registering(TestRelay.OWNER, 4), 4_409, "superseded");
    assertThat(first.isClosed()).isFalse();
  }

  @Test
  void aLowerEpochIsRefusedAlsoWhileTheExposerIsAway() {
    relay.registered(5).endedWith(1_006, "");
    assertRefused(relay.registering(TestRelay.OWNER, 4), 4_409, "superseded");
    relay.registered(6);
  }

  @Test
  void anotherKeyIsRefusedWhileTheOwnerIsThere() {
    FakeLink owner = relay.registered(1);
    ControlMessage.Refused refused =
        assertRefused(relay.registering(TestRelay.OTHER, 9), 4_403, "taken");
    assertThat(refused.retryAfterMillis()).isNull();
    assertThat(owner.isClosed()).isFalse();
  }

  @Test
  void anotherKeyIsRefusedFor10MinutesAfterTheOwnerLeft() {
    relay.registered(1).endedWith(1_006, "");
    assertThat(relay.core.servers()).isZero();
    relay.ticker.advance(Duration.ofMinutes(9));
    assertThat(
            assertRefused(relay.registering(TestRelay.OTHER, 2), 4_403, "taken").retryAfterMillis())
        .isEqualTo(60_000);
    relay.ticker.advance(Duration.ofMillis(59_999));
    assertRefused(relay.registering(TestRelay.OTHER, 2), 4_403, "taken");
    relay.ticker.advance(Duration.ofMillis(1));
    assertThat(relay.registering(TestRelay.OTHER, 2).only(ControlMessage.Registered.class))
        .isNotNull();
  }

  @Test
  void theOwnerMayComeBackWithinThe10Minutes() {
    relay.registered(1).endedWith(1_006, "");
    relay.ticker.advance(Duration.ofMinutes(1));
    relay.registered(2);
    assertRefused(relay.registering(TestRelay.OTHER, 9), 4_403, "taken");
  }

  @Test
  void aTagThatWasUnregisteredIsFreeAtOnce() {
    FakeLink owner = relay.registered(1);
    owner.receive(new ControlMessage.Unregister());
    assertThat(relay.core.servers()).isZero();
    assertThat(relay.registering(TestRelay.OTHER, 1).only(ControlMessage.Registered.class))
        .isNotNull();
    owner.endedWith(1_000, ""); // the end of the old link does not touch the new registration
    assertThat(relay.core.servers()).isEqualTo(1);
  }

  @Test
  void theLateEndOfASupersededLinkDoesNotTouchTheNewOne() {
    FakeLink old = relay.registered(1);
    FakeLink fresh = relay.registered(2);
    old.endedWith(1_006, "");
    relay.opened(fresh, 1);
    assertThat(relay.core.servers()).isEqualTo(1);
  }

  @Test
  void aFourthTakeoverWithinAMinuteIsRefusedWithTheTimeToWait() {
    relay.registered(1);
    for (int epoch = 2; epoch <= 4; epoch++) {
      relay.registered(epoch);
      relay.ticker.advance(Duration.ofSeconds(10));
    }
    ControlMessage.Refused refused =
        assertRefused(relay.registering(TestRelay.OWNER, 5), 4_429, "rate-limited");
    assertThat(refused.retryAfterMillis()).isEqualTo(30_000);
    relay.ticker.advance(Duration.ofSeconds(30));
    relay.registered(6);
  }
}
