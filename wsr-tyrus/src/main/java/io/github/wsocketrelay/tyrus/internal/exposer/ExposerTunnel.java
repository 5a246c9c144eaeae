package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One connector as the exposer sees it, with its flows. */
final class ExposerTunnel {
  /** Where its datagrams go. */
  record Route(Conversation relay, int channel) {}

  private final byte[] key;
  private final String id;
  private final NumberTable<TargetFlow> flows = new NumberTable<>();
  private final BitSet closing = new BitSet(); // guarded by closing
  private volatile InetSocketAddress remoteAddress;
  private volatile long epoch;
  private volatile @Nullable Route route;

  ExposerTunnel(byte[] key, long epoch, InetSocketAddress remoteAddress, Route route) {
    this.key = key;
    this.id = HexFormat.of().formatHex(key);
    this.epoch = epoch;
    this.remoteAddress = remoteAddress;
    this.route = route;
  }

  byte[] key() {
    return key;
  }

  String id() {
    return id;
  }

  NumberTable<TargetFlow> flows() {
    return flows;
  }

  InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  long epoch() {
    return epoch;
  }

  /** Null when the tunnel is closed. */
  @Nullable Route route() {
    return route;
  }

  void resumed(long newEpoch, InetSocketAddress newRemoteAddress) {
    epoch = newEpoch;
    remoteAddress = newRemoteAddress;
  }

  void closed() {
    route = null;
  }

  /** This end has ended a flow and waits for the answer. */
  void closing(int flow) {
    synchronized (closing) {
      closing.set(flow);
    }
  }

  /** The number is used anew: an answer that has not come by now was lost. */
  void opening(int flow) {
    synchronized (closing) {
      closing.clear(flow);
    }
  }

  /** Whether an end of a flow that came is the answer to this end's own. */
  boolean isAnswer(int flow) {
    synchronized (closing) {
      boolean waited = closing.get(flow);
      closing.clear(flow);
      return waited;
    }
  }
}
