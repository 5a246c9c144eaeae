package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageDecoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An acknowledgement, as a test reads and writes it. */
public record Acknowledgement(long received, long holdMicros, int clockMicros) {

  /** A message that is nothing else. */
  public ByteBuffer message() {
    ByteBuffer message = ByteBuffer.allocate(MessageFormat.ACKNOWLEDGEMENT_BYTES);
    MessageEncoder.acknowledge(message, received, holdMicros, clockMicros);
    return message.flip();
  }

  /** Those that were sent over a link. */
  public static List<Acknowledgement> sentOver(FakeLink link) {
    List<Acknowledgement> all = new ArrayList<>();
    for (byte[] binary : link.binaries()) {
      read(binary, all);
    }
    return all;
  }

  private static void read(byte[] binary, List<Acknowledgement> into) {
    MessageHandler handler =
        new MessageHandler() {
          @Override
          public void onDatagram(int channel, int flow, ByteBuffer payload) {}

          @Override
          public void onAcknowledgement(long received, long holdMicros, int clockMicros) {
            into.add(new Acknowledgement(received, holdMicros, clockMicros));
          }
        };
    try {
      MessageDecoder.decode(ByteBuffer.wrap(binary), handler);
    } catch (MalformedMessageException e) {
      throw new AssertionError("a malformed message was sent", e);
    }
  }
}
