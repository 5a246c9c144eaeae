package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EndingTest {
  private final Ending ending = new Ending();

  @Test
  void returnsWhenTheRoleWasAskedToEnd() throws InterruptedException {
    ending.ended(CloseReason.REQUESTED, Optional.empty());
    ending.await(() -> {});
  }

  @Test
  void throwsWhatEndedTheRole() {
    WsrException cause = new RelayUnreachableException("the link broke", null);
    ending.ended(CloseReason.LINK_LOST, Optional.of(cause));
    assertThatThrownBy(() -> ending.await(() -> {})).isSameAs(cause);
  }

  @Test
  void namesTheReasonWhenNothingElseIsKnown() {
    ending.ended(CloseReason.RELAY_GOING_AWAY, Optional.empty());
    assertThatThrownBy(() -> ending.await(() -> {}))
        .isExactlyInstanceOf(WsrException.class)
        .hasMessageContaining("relay going away");
  }

  @Test
  void countsBeingSupersededAsARefusalForGood() {
    ending.ended(CloseReason.SUPERSEDED, Optional.empty());
    assertThatThrownBy(() -> ending.await(() -> {}))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.SUPERSEDED))
        .hasMessageContaining("--new-id");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void runsWhatIsToBeRunEverySecondUntilThen() throws InterruptedException {
    ending.await(() -> ending.ended(CloseReason.REQUESTED, Optional.empty()));
  }
}
