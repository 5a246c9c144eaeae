package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A link that is open while somebody decides whether it may be: its side is told nothing, and must
 * say nothing. Then it becomes what was decided. What comes while it does so, on another thread, is
 * kept for what it becomes.
 */
final class PendingLink implements LinkHandler {
  /** A side that was greeted says a word or two before it waits for the answer. */
  static final int MOST_KEPT = 16;

  private final Supplier<LinkHandler> spokeTooSoon;
  private final Runnable gone;
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final Queue<Consumer<LinkHandler>> kept = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this
  private boolean becoming; // guarded by this
  private @Nullable Consumer<LinkHandler> end; // guarded by this
  private volatile @Nullable LinkHandler became; // written under this

  /**
   * Makes a link that waits.
   *
   * @param spokeTooSoon what the link of a side that does not wait becomes
   * @param gone called when it is closed, whatever it has become
   */
  PendingLink(Supplier<LinkHandler> spokeTooSoon, Runnable gone) {
    this.spokeTooSoon = spokeTooSoon;
    this.gone = gone;
  }

  /** Completed when the link does not wait any more, before it becomes something else. */
  CompletableFuture<@Nullable Void> over() {
    return over;
  }

  /**
   * It is decided; only the first call counts, and only while the link is open.
   *
   * @return whether this call counts
   */
  boolean become(Supplier<LinkHandler> what) {
    synchronized (this) {
      if (becoming || closed) {
        return false;
      }
      becoming = true;
    }
    over.complete(null);
    LinkHandler decided = what.get();
    for (Consumer<LinkHandler> next = next(decided); next != null; next = next(decided)) {
      next.accept(decided);
    }
    return true;
  }

  /** What was kept, the end last; null when there is no more, and all that follows goes there. */
  private synchronized @Nullable Consumer<LinkHandler> next(LinkHandler decided) {
    Consumer<LinkHandler> next = kept.poll();
    if (next == null) {
      next = end;
      end = null;
    }
    if (next == null) {
      became = decided;
    }
    return next;
  }

  @Override
  public void onText(String text) {
    onMessage(to -> to.onText(text));
  }

  @Override
  public void onBinary(ByteBuffer message) {
    LinkHandler to = became;
    if (to != null) {
      to.onBinary(message);
    } else {
      ByteBuffer copy = ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
      onMessage(later -> later.onBinary(copy));
    }
  }

  private void onMessage(Consumer<LinkHandler> message) {
    LinkHandler to = became;
    if (to == null && !become(spokeTooSoon)) {
      to = handlerOrKeep(message); // It is decided, or was between these two lines.
    }
    if (to != null) {
      message.accept(to);
    }
  }

  private synchronized @Nullable LinkHandler handlerOrKeep(Consumer<LinkHandler> message) {
    if (became == null && becoming && kept.size() < MOST_KEPT) {
      kept.add(message);
    }
    return became;
  }

  @Override
  public void onClosed(int code, String reason) {
    Consumer<LinkHandler> closing = to -> to.onClosed(code, reason);
    LinkHandler to;
    gone.run();
    synchronized (this) {
      closed = true;
      to = became;
      if (to == null && becoming) {
        end = closing;
        return;
      }
    }
    over.complete(null);
    if (to != null) {
      closing.accept(to);
    }
  }
}
