package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link over a Jakarta WebSocket session, client's or server's. */
final class SessionLink implements Link {
  private static final Logger LOG = System.getLogger(SessionLink.class.getName());
  private static final LogLimit LOGS = new LogLimit(LOG); // all links': a stranger has many

  /** A close frame has 125 bytes, two of them for the code. */
  private static final int MAX_REASON_BYTES = 123;

  private final Transmission transmission;
  private final InetSocketAddress remoteAddress;
  private final Object lock = new Object();
  private @Nullable LinkHandler handler; // guarded by lock
  private @Nullable CloseReason ended; // guarded by lock

  private SessionLink(Transmission transmission, InetSocketAddress remoteAddress) {
    this.transmission = transmission;
    this.remoteAddress = remoteAddress;
  }

  /** Makes a link of a session that has just opened, and hands its messages to the handler. */
  static SessionLink open(
      Session session,
      Transmission transmission,
      InetSocketAddress remoteAddress,
      Function<Link, LinkHandler> handlers) {
    // At 0 or more, Tyrus schedules a task for every message.
    session.setMaxIdleTimeout(-1);
    session.setMaxTextMessageBufferSize(BundleAssembly.MAX_BYTES);
    session.setMaxBinaryMessageBufferSize(BundleAssembly.MAX_BYTES);
    SessionLink link = new SessionLink(transmission, remoteAddress);
    LinkHandler handler = handlers.apply(link);
    BundleAssembly assembly = new BundleAssembly(handler);
    session.addMessageHandler(
        String.class,
        (MessageHandler.Whole<String>) text -> guarded(link, () -> handler.onText(text)));
    session.addMessageHandler(
        ByteBuffer.class,
        (MessageHandler.Partial<ByteBuffer>)
            (part, last) -> guarded(link, () -> assembly.add(part, last)));
    transmission.deliverTo(message -> link.deliver(handler, message));
    link.started(handler);
    return link;
  }

  /** A fault of ours in handling one message ends that link, and nothing else. */
  private static void guarded(SessionLink link, Runnable handling) {
    try {
      handling.run();
    } catch (RuntimeException e) {
      link.failed(e);
    }
  }

  private void deliver(LinkHandler to, ByteBuffer message) {
    try {
      to.onBinary(message);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    LOGS.log(Level.ERROR, e.getClass().getName(), "handling a message failed", e);
    close(CloseReason.CloseCodes.UNEXPECTED_CONDITION.getCode(), "internal error");
  }

  private void started(LinkHandler with) {
    CloseReason already;
    synchronized (lock) {
      handler = with;
      already = ended;
    }
    if (already != null) {
      with.onClosed(already.getCloseCode().getCode(), already.getReasonPhrase());
    }
  }

  /** The session is gone; only the first call counts. */
  void ended(CloseReason reason) {
    LinkHandler told;
    synchronized (lock) {
      if (ended != null) {
        return;
      }
      ended = reason;
      told = handler;
    }
    transmission.ended();
    if (told != null) {
      String phrase = reason.getReasonPhrase();
      told.onClosed(reason.getCloseCode().getCode(), phrase == null ? "" : phrase);
    }
  }

  @Override
  public void sendText(String text, Completion completion) {
    try {
      transmission.sendText(text, completion);
    } catch (RuntimeException e) {
      completion.done(e); // A closed session throws; which exception depends on the moment.
    }
  }

  @Override
  public void sendBinary(ByteBuffer message, Completion completion) {
    try {
      transmission.sendBinary(message, completion);
    } catch (RuntimeException e) {
      completion.done(e);
    }
  }

  @Override
  public void close(int code, String reason) {
    synchronized (lock) {
      if (ended != null) {
        return;
      }
    }
    CloseReason closeReason =
        new CloseReason(CloseReason.CloseCodes.getCloseCode(code), cut(reason));
    try {
      transmission.close(closeReason);
    } catch (IOException | RuntimeException e) {
      failedToClose(e);
    }
    ended(closeReason);
  }

  @Override
  public void abort(String reason) {
    String why = cut(reason);
    ended(new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, why));
    try {
      transmission.abort(new CloseReason(CloseReason.CloseCodes.UNEXPECTED_CONDITION, why));
    } catch (IOException | RuntimeException e) {
      failedToClose(e);
    }
  }

  private static void failedToClose(Exception e) {
    LOGS.log(Level.DEBUG, "close", "closing a link: " + LogText.shown(e.toString()));
  }

  private static String cut(String reason) {
    String text = reason;
    while (text.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  @Override
  public void asked() {
    transmission.asked();
  }

  @Override
  public void settled() {
    transmission.settled();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }
}
