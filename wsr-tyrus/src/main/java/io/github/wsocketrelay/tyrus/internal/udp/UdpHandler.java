package io.github.wsocketrelay.tyrus.internal.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Takes what comes to a UDP socket. Called on the socket's loop, one call at a time; must not
 * block.
 */
public interface UdpHandler {

  /**
   * A datagram.
   *
   * @param payload from position to limit; valid during the call only
   */
  void onDatagram(ByteBuffer payload, InetSocketAddress source);

  /**
   * A datagram waited in the socket while this process did not run, and is dropped for its age; see
   * {@link PauseWatch}.
   */
  void onStale(int bytes);

  /** All that waited in the socket was handed out, or the batch was full: time to flush. */
  void onBatchEnd();

  /** The system reports that nobody listens where an earlier datagram was sent. */
  void onPortUnreachable();
}
