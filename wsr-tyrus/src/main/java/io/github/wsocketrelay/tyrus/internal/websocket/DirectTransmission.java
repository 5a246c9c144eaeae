package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** For Tyrus, which queues what is sent, and closes a session without waiting for anybody. */
record DirectTransmission(Session session, @Nullable Wire wire) implements Transmission {

  static SendHandler completionOf(Link.Completion completion) {
    return result -> completion.done(result.isOK() ? null : result.getException());
  }

  @Override
  public void sendText(String text, Link.Completion completion) {
    session.getAsyncRemote().sendText(text, completionOf(completion));
  }

  @Override
  public void sendBinary(ByteBuffer message, Link.Completion completion) {
    if (wire != null) {
      wire.sendBinary(message, completion);
    } else {
      session.getAsyncRemote().sendBinary(message, completionOf(completion));
    }
  }

  @Override
  public void close(CloseReason reason) throws IOException {
    session.close(reason);
  }

  @Override
  public void abort(CloseReason reason) throws IOException {
    if (wire != null) {
      wire.abort();
    } else {
      session.close(reason);
    }
  }

  @Override
  public void deliverTo(Consumer<ByteBuffer> receiver) {
    if (wire != null) {
      wire.deliverTo(receiver);
    }
  }

  @Override
  public void asked() {
    if (wire != null) {
      wire.asked();
    }
  }

  @Override
  public void settled() {
    if (wire != null) {
      wire.settled();
    }
  }

  @Override
  public void ended() {
    if (wire != null) {
      wire.ended();
    }
  }
}
