package io.github.wsocketrelay.tyrus.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limit of a start meets its success. */
class LifecycleStartTest {
  private static final WsrException LATE = new WsrException("too late");

  private final Lifecycle<String> lifecycle =
      new Lifecycle<>(
          "test",
          new ListenerDispatcher("test-listener", Optional.of(Runnable::run)),
          () -> {},
          (reason, cause) -> {});

  @Test
  void aRoleThatRunsIsNotEndedThoughItsFutureIsNotCompletedYet() throws Exception {
    lifecycle.running("role"); // Its future is completed on another thread, perhaps later.
    lifecycle.endStart(CloseReason.REJECTED, LATE);
    assertThat(lifecycle.state()).isEqualTo(RoleState.RUNNING);
    assertThat(lifecycle.started().get(5, TimeUnit.SECONDS)).isEqualTo("role");
  }

  @Test
  void aStartThatTookTooLongIsNotCompletedAnyMore() {
    lifecycle.endStart(CloseReason.REJECTED, LATE);
    lifecycle.running("role");
    assertThatThrownBy(() -> lifecycle.started().get(5, TimeUnit.SECONDS)).hasCause(LATE);
  }

  /** Such as where a library is missing: nobody must wait for a start that cannot come. */
  @Test
  void aStartThatEndsWithAnErrorFailsAtOnce() {
    lifecycle.start(
        () -> {
          throw new NoClassDefFoundError("org/example/Missing");
        });
    assertThatThrownBy(() -> lifecycle.started().get(5, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOf(NoClassDefFoundError.class);
  }
}
