package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageDecoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A link that records what is sent. Writes complete at once, inside the call, unless it is stalled;
 * then each waits for {@link #completeOne} or {@link #resume}. A close is heard by the handler, if
 * one is attached, like on a link whose peer answers at once.
 */
public final class FakeLink implements Link {
  private static final int ABORTED = 1_006;

  private final List<String> texts = new ArrayList<>();
  private final List<byte[]> binaries = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private final Queue<Completion> pending = new ArrayDeque<>();
  private final InetSocketAddress remoteAddress;
  private @Nullable LinkHandler handler;
  private boolean stalled;
  private boolean failing;
  private boolean recording = true;
  private long binaryBytes;
  private boolean handlerHeard;
  private int closeCode = -1;
  private String closeReason = "";
  private int read;
  private int mostOutstanding;
  private int asked;
  private int settled;

  private FakeLink(InetSocketAddress remoteAddress, boolean stalled) {
    this.remoteAddress = remoteAddress;
    this.stalled = stalled;
  }

  /** A link whose writes complete inside the call. */
  public static FakeLink open() {
    return new FakeLink(InetSocketAddress.createUnresolved("203.0.113.5", 40_000), false);
  }

  /** The same, from another peer's address, which is no name. */
  public static FakeLink from(String host, int port) {
    try {
      byte[] address = InetAddress.getByName(host).getAddress();
      return new FakeLink(
          new InetSocketAddress(InetAddress.getByAddress(host, address), port), false);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A link whose writes do not complete. */
  public static FakeLink stalled() {
    FakeLink link = open();
    link.stalled = true;
    return link;
  }

  /** A link whose writes all fail inside the call. */
  public static FakeLink failing() {
    FakeLink link = open();
    link.failing = true;
    return link;
  }

  /** Who hears what the peer says and that the link is closed. */
  public FakeLink attach(LinkHandler to) {
    handler = to;
    return this;
  }

  /** Counts what is written only, so that very much does not fill the heap. */
  public FakeLink forgetful() {
    recording = false;
    return this;
  }

  @Override
  public void sendText(String text, Completion completion) {
    if (recording) {
      texts.add(text);
    }
    written(recording ? "text " + text : "text", completion);
  }

  @Override
  public void sendBinary(ByteBuffer message, Completion completion) {
    binaryBytes += message.remaining();
    if (recording) {
      byte[] copy = new byte[message.remaining()];
      message.get(copy);
      binaries.add(copy);
    }
    written("binary", completion);
  }

  private void written(String what, Completion completion) {
    if (recording) {
      order.add(what);
    }
    if (failing) {
      completion.done(new IOException("the link is broken"));
    } else if (stalled) {
      pending.add(completion);
      mostOutstanding = Math.max(mostOutstanding, pending.size());
    } else {
      completion.done(null);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closeCode < 0) {
      closeCode = code;
      closeReason = reason;
      order.add("close " + code);
      endedWith(code, reason);
    }
  }

  @Override
  public void abort(String reason) {
    if (closeCode < 0) {
      closeCode = ABORTED;
      closeReason = reason;
      order.add("abort");
      endedWith(ABORTED, reason);
    }
  }

  @Override
  public void asked() {
    asked++;
  }

  @Override
  public void settled() {
    settled++;
  }

  /** How often its side was said to have asked for something in the right form. */
  public int timesAsked() {
    return asked;
  }

  /** How often its side was said to have got what it asked for. */
  public int timesSettled() {
    return settled;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  public void stall() {
    stalled = true;
  }

  /** Completes all that waits, and from here on each write at once. */
  public void resume() {
    stalled = false;
    while (!pending.isEmpty()) {
      pending.remove().done(null);
    }
  }

  /** Completes the oldest write that waits; the link stays stalled. */
  public void completeOne() {
    pending.remove().done(null);
  }

  /** Fails the oldest write that waits. */
  public void failOne() {
    pending.remove().done(new IOException("the link is broken"));
  }

  /** The peer says this. */
  public void receive(ControlMessage message) {
    receive(ControlCodec.encode(message));
  }

  public void receive(String text) {
    handler().onText(text);
  }

  public void receive(ByteBuffer message) {
    handler().onBinary(message);
  }

  /** A message with one datagram comes from the peer. */
  public void receiveDatagram(int channel, int flow, String payload) {
    ByteBuffer message = ByteBuffer.allocate(MessageFormat.MAX_SINGLE_BYTES);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(
        message, channel, flow, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
    receive(message.flip());
  }

  /** The peer, or the network, ends the link. */
  public void endedWith(int code, String reason) {
    if (handler != null && !handlerHeard) {
      handlerHeard = true;
      handler.onClosed(code, reason);
    }
  }

  private LinkHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("no handler is attached");
    }
    return handler;
  }

  public List<String> texts() {
    return List.copyOf(texts);
  }

  public List<byte[]> binaries() {
    return List.copyOf(binaries);
  }

  /** The bytes of all binary messages. */
  public long binaryBytes() {
    return binaryBytes;
  }

  /** Writes and the close as words, in their order. */
  public List<String> order() {
    return List.copyOf(order);
  }

  /** All control messages that were sent. */
  public List<ControlMessage> messages() {
    return texts.stream().map(FakeLink::decode).toList();
  }

  /** The control messages that were sent since this was last asked. */
  public List<ControlMessage> newMessages() {
    List<ControlMessage> fresh =
        texts.subList(read, texts.size()).stream().map(FakeLink::decode).toList();
    read = texts.size();
    return fresh;
  }

  /** The only control message that was sent since the last look. */
  public <T extends ControlMessage> T only(Class<T> type) {
    List<ControlMessage> fresh = newMessages();
    if (fresh.size() != 1 || !type.isInstance(fresh.get(0))) {
      throw new AssertionError("expected one " + type.getSimpleName() + " but sent was " + fresh);
    }
    return type.cast(fresh.get(0));
  }

  /** The datagrams that were sent, each as {@code channel/flow:payload}. */
  public List<String> datagrams() {
    List<String> all = new ArrayList<>();
    for (byte[] binary : binaries) {
      all.addAll(datagramsOf(binary));
    }
    return all;
  }

  /** The datagrams of one message, each as {@code channel/flow:payload}. */
  public static List<String> datagramsOf(byte[] binary) {
    List<String> all = new ArrayList<>();
    try {
      MessageDecoder.decode(
          ByteBuffer.wrap(binary),
          (OnlyDatagrams)
              (channel, flow, payload) ->
                  all.add(channel + "/" + flow + ":" + StandardCharsets.UTF_8.decode(payload)));
    } catch (MalformedMessageException e) {
      throw new AssertionError("a malformed message was sent", e);
    }
    return all;
  }

  private static ControlMessage decode(String text) {
    try {
      return ControlCodec.decode(text);
    } catch (MalformedMessageException e) {
      throw new AssertionError("a malformed message was sent: " + text, e);
    }
  }

  public boolean isClosed() {
    return closeCode >= 0;
  }

  /** The code that this end closed with, or -1. */
  public int closeCode() {
    return closeCode;
  }

  public String closeReason() {
    return closeReason;
  }

  /** The most writes that ever were outstanding at a time. */
  public int mostOutstanding() {
    return mostOutstanding;
  }

  public int outstanding() {
    return pending.size();
  }
}
