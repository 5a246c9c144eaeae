package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Refused;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {
  private static final URI RELAY = URI.create("wss://relay.example");
  private static final ServerId SERVER = ServerId.random();

  private static Ending of(int code, String text) {
    return Ending.of(code, text, null, RELAY, SERVER);
  }

  private static Ending refused(Refused refused) {
    return Ending.of(refused.code(), "text", refused, RELAY, SERVER);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_006, 1_011, 4_999})
  void aLinkThatJustEndsIsLost(int code) {
    Ending ending = of(code, "");
    assertThat(ending.reason()).isEqualTo(CloseReason.LINK_LOST);
    assertThat(ending.cause())
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("" + code)
        .hasMessageContaining("relay.example");
  }

  @Test
  void aRelayThatShutsDownSaysSo() {
    Ending ending = of(CloseCode.GOING_AWAY, "");
    assertThat(ending.reason()).isEqualTo(CloseReason.RELAY_GOING_AWAY);
    assertThat(ending.cause()).isInstanceOf(RelayUnreachableException.class);
  }

  @Test
  void aBrokenProtocolSaysWhatWasBroken() {
    Ending ending = of(CloseCode.PROTOCOL, "a second open");
    assertThat(ending.reason()).isEqualTo(CloseReason.PROTOCOL_ERROR);
    assertThat(ending.cause())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("a second open");
  }

  @Test
  void aRefusalForTheProtocolIsAProtocolError() {
    assertThat(refused(new Refused(4_400, "protocol", null)).reason())
        .isEqualTo(CloseReason.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PROTOCOL")
  void aRefusalKeepsItsReasonAndNamesTheServerByItsShortForm(RejectReason reason) {
    Ending ending = refused(new Refused(CloseCode.of(reason), CloseCode.word(reason), 61_001));
    assertThat(ending.reason())
        .isEqualTo(
            reason == RejectReason.SUPERSEDED ? CloseReason.SUPERSEDED : CloseReason.REJECTED);
    assertThat(ending.cause())
        .isInstanceOfSatisfying(
            RejectedException.class,
            cause -> {
              assertThat(cause.reason()).isEqualTo(reason);
              assertThat(cause.retryAfter()).contains(Duration.ofMillis(61_001));
            })
        .hasMessageContaining(SERVER.toString());
    assertThat(ending.cause().getMessage()).doesNotContain(SERVER.text());
  }

  @Test
  void aRefusalWithATimeRoundsItUpToSeconds() {
    assertThat(refused(new Refused(4_429, "rate-limited", 61_001)).cause())
        .hasMessageContaining("(in 62 s)");
  }

  @Test
  void aTakenServerIdIsExplainedByWhetherItsOwnerIsThere() {
    assertThat(refused(new Refused(4_403, "taken", null)).cause())
        .hasMessageContaining("already registered by another exposer");
    assertThat(refused(new Refused(4_403, "taken", 1_000)).cause())
        .hasMessageContaining("left a short while ago")
        .hasMessageContaining("(in 1 s)");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TAKEN", "LIMIT_REACHED"},
      mode = Mode.EXCLUDE)
  void aWordOfANewerRelayIsReadByItsCode(RejectReason reason) {
    assertThat(CloseCode.reason(CloseCode.of(reason), "some-new-word")).isEqualTo(reason);
  }
}
