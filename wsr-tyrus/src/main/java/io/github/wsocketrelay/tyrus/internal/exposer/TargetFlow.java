package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** One remote client towards one target: a UDP socket with a local port of its own. */
final class TargetFlow implements UdpHandler {
  private final ExposerTunnel tunnel;
  private final int number;
  private final Target target;
  private final InetSocketAddress targetAddress;
  private final TrafficCounters counters;
  private final Activity activity;
  private final UdpSocket socket;
  private final OwnPorts.Entry entry;
  private final AtomicBoolean closed = new AtomicBoolean();

  TargetFlow(
      ExposerTunnel tunnel,
      int number,
      Target target,
      InetSocketAddress targetAddress,
      TrafficCounters counters,
      Activity activity,
      UdpSocket socket,
      OwnPorts.Entry entry) {
    this.tunnel = tunnel;
    this.number = number;
    this.target = target;
    this.targetAddress = targetAddress;
    this.counters = counters;
    this.activity = activity;
    this.socket = socket;
    this.entry = entry;
  }

  ExposerTunnel tunnel() {
    return tunnel;
  }

  int number() {
    return number;
  }

  Target target() {
    return target;
  }

  long idleNanos() {
    return activity.idleNanos();
  }

  boolean isIdleFor(long nanos) {
    return activity.isIdleFor(nanos);
  }

  /** Sends a datagram of the remote client to the target. */
  void deliver(ByteBuffer payload) {
    activity.touch();
    int bytes = payload.remaining();
    try {
      if (socket.send(payload, targetAddress)) {
        counters.udpSent(bytes);
      } else {
        counters.dropped(DropReason.SEND_FAILED);
      }
    } catch (IOException e) {
      counters.dropped(DropReason.SEND_FAILED);
    }
  }

  @Override
  public void onDatagram(ByteBuffer payload, InetSocketAddress source) {
    activity.touch();
    counters.udpReceived(payload.remaining());
    if (payload.remaining() > MessageFormat.MAX_PAYLOAD_BYTES) {
      counters.dropped(DropReason.TOO_LARGE);
      return;
    }
    tunnel.send(number, payload);
  }

  @Override
  public void onStale(int bytes) {
    counters.udpReceived(bytes);
    counters.dropped(DropReason.STALE);
  }

  @Override
  public void onBatchEnd() {
    tunnel.flush();
  }

  @Override
  public void onPortUnreachable() {
    counters.dropped(DropReason.PORT_UNREACHABLE);
  }

  /** Closes the socket; tells whether this call did. */
  boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    socket.close();
    entry.close();
    return true;
  }

  InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  ExposerListener.FlowOpened opened() {
    return new ExposerListener.FlowOpened(
        tunnel.id(), tunnel.remoteAddress(), localAddress(), target);
  }

  ExposerListener.FlowClosed closed() {
    return new ExposerListener.FlowClosed(
        tunnel.id(), tunnel.remoteAddress(), localAddress(), target);
  }
}
