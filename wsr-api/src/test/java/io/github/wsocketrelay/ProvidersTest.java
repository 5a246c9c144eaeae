package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ProvidersTest {
  private static final Duration NEVER_REACHED = Duration.ofMinutes(1);

  private final CompletableFuture<AutoCloseable> started = new CompletableFuture<>();

  @Test
  void namesTheArtifactToAddWhenThereIsNoImplementation() {
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(Providers::find)
        .withMessageContainingAll("add the artifact", "io.github.wsocketrelay:wsr-tyrus");
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> RelayServer.builder().start())
        .withMessageContaining("io.github.wsocketrelay:wsr-tyrus");
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> RelayAdmin.open(0))
        .withMessageContaining("io.github.wsocketrelay:wsr-metrics");
  }

  @Test
  void namesAnAdminAddressThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAdmin.open(65_536))
        .withMessageContaining("port");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RelayAdmin.open(InetSocketAddress.createUnresolved("no-such-host.invalid", 0)))
        .withMessageContaining("'no-such-host.invalid' has no address");
  }

  @Test
  void givesWhatWasStarted() {
    AutoCloseable role = () -> {};
    started.complete(role);

    assertThat(Providers.await(started, NEVER_REACHED, "the role")).isSameAs(role);
  }

  @Test
  void cancelsAStartThatTakesTooLong() {
    assertThatExceptionOfType(RelayUnreachableException.class)
        .isThrownBy(() -> Providers.await(started, Duration.ofMillis(1), "the role"))
        .withMessageContaining("the role did not start within 1 ms");
    assertThat(started).isCancelled();
  }

  @Test
  void cancelsAStartThatIsInterruptedAndKeepsTheThreadInterrupted() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> Providers.await(started, NEVER_REACHED, "the role"))
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(started).isCancelled();
  }

  @Test
  void throwsAFailureItselfWithTheStackOfItsCaller() {
    WsrException failure = new WsrException("the port is in use");
    started.completeExceptionally(failure);

    assertThatThrownBy(() -> Providers.await(started, NEVER_REACHED, "the role")).isSameAs(failure);
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test
  void wrapsAFailureThatNobodyForesaw() {
    IllegalStateException failure = new IllegalStateException("a bug");
    started.completeExceptionally(failure);

    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> Providers.await(started, NEVER_REACHED, "the role"))
        .withMessageContainingAll("a bug", "please report")
        .withCause(failure);
  }
}
