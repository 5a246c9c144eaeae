package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSocket;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** UDP sockets that record what is sent, and receive what a test says. */
public final class FakeUdpSockets implements UdpSockets {
  private final List<Socket> sockets = new ArrayList<>();
  private final Set<Integer> usedByOthers = new HashSet<>();
  private final OwnPorts own;
  private int nextPort = 50_000;
  private @Nullable IOException broken;

  /** Of a process of its own. */
  public FakeUdpSockets() {
    this(new OwnPorts());
  }

  /** Of a process whose sides have bound these. */
  public FakeUdpSockets(OwnPorts own) {
    this.own = own;
  }

  @Override
  public OwnPorts own() {
    return own;
  }

  /** Another program has this port. */
  public void use(int port) {
    usedByOthers.add(port);
  }

  /** The system opens no more sockets, for this reason. */
  public void breakWith(IOException reason) {
    broken = reason;
  }

  /** Every socket that was ever opened, in order. */
  public List<Socket> all() {
    return List.copyOf(sockets);
  }

  public Socket last() {
    return sockets.get(sockets.size() - 1);
  }

  @Override
  public <H extends UdpHandler> H listen(InetSocketAddress local, Function<UdpSocket, H> handlers)
      throws IOException {
    if (broken != null) {
      throw broken;
    }
    int port = local.getPort() == 0 ? nextPort++ : local.getPort();
    InetSocketAddress bound = new InetSocketAddress(local.getAddress(), port);
    if (usedByOthers.contains(port)
        || sockets.stream().anyMatch(open -> !open.closed && open.local.equals(bound))) {
      throw new BindException("Address already in use");
    }
    Socket socket = new Socket(bound);
    H handler = handlers.apply(socket);
    socket.handler = handler;
    sockets.add(socket);
    return handler;
  }

  @Override
  public <H extends UdpHandler> H connect(
      InetSocketAddress local, InetSocketAddress remote, Function<UdpSocket, H> handlers)
      throws IOException {
    return listen(local, handlers);
  }

  /** One of them. */
  public static final class Socket implements UdpSocket {
    private final InetSocketAddress local;
    private final List<String> sent = new ArrayList<>();
    private @Nullable UdpHandler handler;
    private boolean closed;
    private boolean full;
    private @Nullable IOException failure;

    private Socket(InetSocketAddress local) {
      this.local = local;
    }

    @Override
    public InetSocketAddress localAddress() {
      return local;
    }

    @Override
    public boolean send(ByteBuffer payload, InetSocketAddress destination) throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (full) {
        return false;
      }
      sent.add(destination.getPort() + ":" + StandardCharsets.UTF_8.decode(payload));
      return true;
    }

    /** From here on the system's buffer is full, or not any more. */
    public void fill(boolean full) {
      this.full = full;
    }

    /** From here on nothing can be sent, for this reason; null mends it. */
    public void failWith(@Nullable IOException reason) {
      failure = reason;
    }

    /** A batch of one datagram comes. */
    public void receive(String payload, InetSocketAddress from) {
      receive(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), from);
    }

    /** A batch of one datagram comes. */
    public void receive(ByteBuffer payload, InetSocketAddress from) {
      UdpHandler to = handler;
      if (to != null) {
        to.onDatagram(payload, from);
        to.onBatchEnd();
      }
    }

    /** A datagram has waited while the process did not run. */
    public void receiveStale(int bytes) {
      UdpHandler to = handler;
      if (to != null) {
        to.onStale(bytes);
      }
    }

    /** The system reports that nobody listens where a datagram was sent. */
    public void reportUnreachable() {
      UdpHandler to = handler;
      if (to != null) {
        to.onPortUnreachable();
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    public boolean isClosed() {
      return closed;
    }

    /** What was sent, each as {@code destination port:payload}. */
    public List<String> sent() {
      return List.copyOf(sent);
    }
  }
}
