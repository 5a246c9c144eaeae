package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A local UDP port at one address, for one of the exposer's targets, with the flows that use it.
 */
final class LocalSocket implements UdpHandler {
  private final ConnectorCore core;
  private final int target;
  private final UdpSocket socket;
  private final OwnPorts.Entry entry;
  private final Map<InetSocketAddress, LocalFlow> flows = new ConcurrentHashMap<>();

  LocalSocket(ConnectorCore core, int target, UdpSocket socket, OwnPorts.Entry entry) {
    this.core = core;
    this.target = target;
    this.socket = socket;
    this.entry = entry;
  }

  /** The target's place in the exposer's order. */
  int target() {
    return target;
  }

  /** By the local program's address. */
  Map<InetSocketAddress, LocalFlow> flows() {
    return flows;
  }

  InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  boolean send(ByteBuffer payload, InetSocketAddress client) throws IOException {
    return socket.send(payload, client);
  }

  @Override
  public void onDatagram(ByteBuffer payload, InetSocketAddress source) {
    core.fromLocal(this, payload, source);
  }

  @Override
  public void onStale(int bytes) {
    core.staleFromLocal(bytes);
  }

  @Override
  public void onBatchEnd() {
    core.flush();
  }

  @Override
  public void onPortUnreachable() {
    core.clientUnreachable();
  }

  void close() {
    socket.close();
    entry.close();
  }
}
