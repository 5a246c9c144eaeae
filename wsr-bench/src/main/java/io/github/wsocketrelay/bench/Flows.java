package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** The UDP programs of one load, with the selector that tells which of them got something. */
final class Flows implements AutoCloseable {
  private final Selector selector;
  private final List<FlowSocket> sockets = new ArrayList<>();

  private Flows(Selector selector) {
    this.selector = selector;
  }

  /** Opens some flows, dealt to the targets in turn. */
  static Flows open(int count, List<InetSocketAddress> targets) throws IOException {
    Flows flows = new Flows(Selector.open());
    try {
      for (int i = 0; i < count; i++) {
        FlowSocket socket = FlowSocket.open(i, targets.get(i % targets.size()));
        flows.sockets.add(socket);
        socket.channel().register(flows.selector, SelectionKey.OP_READ, socket);
      }
      return flows;
    } catch (IOException | RuntimeException e) {
      flows.close();
      throw e;
    }
  }

  List<FlowSocket> sockets() {
    return sockets;
  }

  Selector selector() {
    return selector;
  }

  @Override
  public void close() throws IOException {
    for (FlowSocket socket : sockets) {
      socket.close();
    }
    selector.close();
  }
}
