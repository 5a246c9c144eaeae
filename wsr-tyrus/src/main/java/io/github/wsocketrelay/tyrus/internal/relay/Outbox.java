package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the registry has to tell. Control messages are put in order while the registry
 * is locked; all I/O follows in {@link #deliver}, when it no longer is.
 */
final class Outbox {
  private final boolean mute;
  private final Set<Conversation> spokenTo = new LinkedHashSet<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  /**
   * Makes an empty one.
   *
   * @param mute whether nothing is said to anybody
   */
  Outbox(boolean mute) {
    this.mute = mute;
  }

  void say(Conversation to, ControlMessage message) {
    if (!mute) {
      to.say(message);
      spokenTo.add(to);
    }
  }

  void refuse(Conversation to, RejectReason reason, @Nullable Duration retryAfter) {
    afterwards.add(() -> to.refuse(reason, retryAfter));
  }

  void then(Runnable call) {
    afterwards.add(call);
  }

  void deliver() {
    spokenTo.forEach(Conversation::flush);
    afterwards.forEach(Runnable::run);
  }
}
