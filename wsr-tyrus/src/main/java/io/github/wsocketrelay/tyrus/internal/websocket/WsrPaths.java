package io.github.wsocketrelay.tyrus.internal.websocket;

import java.net.URI;

/** Where a relay is found, and how the protocol is named in the handshake. */
public final class WsrPaths {
  public static final String SUBPROTOCOL = "wsr.v1";
  public static final String EXPOSE = "/wsr/v1/expose/";
  public static final String CONNECT = "/wsr/v1/connect/";

  private WsrPaths() {}

  public static URI expose(URI relay, String tag) {
    return URI.create(relay + EXPOSE + tag);
  }

  public static URI connect(URI relay, String tag) {
    return URI.create(relay + CONNECT + tag);
  }
}
