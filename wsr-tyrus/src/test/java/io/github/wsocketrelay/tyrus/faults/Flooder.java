package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Someone who opens plain connections to a relay, and says little or nothing on them. */
public final class Flooder implements AutoCloseable {
  private final InetSocketAddress relay;
  private final List<Socket> sockets = new ArrayList<>();

  /** Makes one that has no connection yet. */
  public Flooder(InetSocketAddress relay) {
    this.relay = relay;
  }

  /** Opens so many connections and says this on each. What the relay has closed is left so. */
  public Flooder connections(int count, String text) {
    for (int i = 0; i < count; i++) {
      try {
        Socket socket = new Socket(relay.getAddress(), relay.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Refused or closed, as a flooder must expect.
      }
    }
    return this;
  }

  /** A whole handshake of a connector that asks for the server of this tag. */
  public static String handshake(String tag) {
    return String.join(
        "\r\n",
        "GET /wsr/v1/connect/" + tag + " HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol: wsr.v1",
        "",
        "");
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone anyway.
      }
    }
    sockets.clear();
  }
}
