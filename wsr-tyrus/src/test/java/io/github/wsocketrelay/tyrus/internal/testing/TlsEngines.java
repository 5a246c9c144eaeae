package io.github.wsocketrelay.tyrus.internal.testing;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Brings two ends of TLS together, without a network. */
public final class TlsEngines {
  private static final int MOST_STEPS = 50;
  private static final int ROOM = 40_000;

  private TlsEngines() {}

  /** Until the client's handshake is over, with what comes after it read by both. */
  public static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(ROOM);
    ByteBuffer toClient = ByteBuffer.allocate(ROOM);
    for (int i = 0; i < MOST_STEPS; i++) {
      step(client, toServer, toClient);
      step(server, toClient, toServer);
      if (isOver(client) && isOver(server) && toServer.position() + toClient.position() == 0) {
        return;
      }
    }
  }

  private static boolean isOver(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && !engine.getSession().getProtocol().equals("NONE");
  }

  private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || isNew(engine)) {
      engine.wrap(ByteBuffer.allocate(0), out);
    }
    in.flip();
    engine.unwrap(in, ByteBuffer.allocate(ROOM));
    in.compact();
  }

  private static boolean isNew(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !isOver(engine);
  }
}
