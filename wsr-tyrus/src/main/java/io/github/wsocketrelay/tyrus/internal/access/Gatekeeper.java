package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import java.util.concurrent.CompletionStage;

/** Decides who may use a relay. */
public interface Gatekeeper {

  /** Decides at once, or later; a failed stage is a refusal. Safe for use by many threads. */
  CompletionStage<Grant> decide(AccessRequest request);

  /** Looks at what it decides by, which may have changed; called every few seconds. */
  void look();
}
