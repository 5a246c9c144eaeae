package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** One local program's traffic: its address, the socket it sent to, and the flow's number. */
final class LocalFlow {
  private final int number;
  private final LocalSocket socket;
  private final InetSocketAddress client;
  private final int hops;
  private final Activity activity;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean announced; // guarded by the core's lock

  LocalFlow(int number, LocalSocket socket, InetSocketAddress client, int hops, Activity activity) {
    this.number = number;
    this.socket = socket;
    this.client = client;
    this.hops = hops;
    this.activity = activity;
  }

  int number() {
    return number;
  }

  LocalSocket socket() {
    return socket;
  }

  InetSocketAddress client() {
    return client;
  }

  /** How many tunnels its datagrams have been through before this one. */
  int hops() {
    return hops;
  }

  void touch() {
    activity.touch();
  }

  long idleNanos() {
    return activity.idleNanos();
  }

  boolean isIdleFor(long nanos) {
    return activity.isIdleFor(nanos);
  }

  /** Whether the exposer was ever told of it. */
  boolean isAnnounced() {
    return announced;
  }

  void announced() {
    announced = true;
  }

  /** Tells whether this call closed it. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }
}
