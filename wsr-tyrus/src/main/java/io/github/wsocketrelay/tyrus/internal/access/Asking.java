package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator;
import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the service that embeds the relay, whose faults are no verdicts. */
final class Asking implements Gatekeeper {
  private static final Logger LOG = System.getLogger(Asking.class.getName());

  private final Authenticator authenticator;
  private final LogLimit logs;

  Asking(Authenticator authenticator, Ticker ticker) {
    this.authenticator = authenticator;
    this.logs = new LogLimit(LOG, ticker);
  }

  @Override
  public CompletionStage<Grant> decide(AccessRequest request) {
    CompletableFuture<Grant> decided = new CompletableFuture<>();
    try {
      authenticator
          .authenticate(request)
          .whenComplete(
              (verdict, failure) -> {
                if (failure != null) {
                  decided.completeExceptionally(failure);
                } else {
                  grant(verdict, decided);
                }
              });
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      decided.completeExceptionally(e); // Also where it gives no stage.
    }
    return decided;
  }

  private void grant(@Nullable Verdict verdict, CompletableFuture<Grant> decided) {
    if (verdict == null) {
      decided.completeExceptionally(new NullPointerException("no verdict"));
    } else if (verdict.allowed()) {
      decided.complete(
          Grant.of(Map.copyOf(verdict.limits()), () -> holds(verdict), () -> true, () -> {}));
    } else {
      decided.complete(Grant.refused(RejectReason.UNAUTHORIZED));
    }
  }

  /** A condition that fails says nothing about its user. */
  private boolean holds(Verdict verdict) {
    try {
      return verdict.holds().getAsBoolean();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      String type = e.getClass().getName(); // Its text may have the token in it.
      logs.log(
          Level.WARNING,
          "holds " + type,
          "whether links may stay could not be found out (%s); they do".formatted(type));
      return true;
    }
  }

  @Override
  public void look() {}
}
