package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * Watches each connection from its accept on: closes it at once where there are too many of its
 * kind, and in a while where it has not become a WebSocket, however busy it is, or is none any
 * more.
 */
final class Arrivals extends ConnectionProbe.Adapter {
  private static final Attribute<Arrival> ARRIVAL =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(Arrivals.class.getName());

  /** How long a peer has for reading what was said to it before its WebSocket ended. */
  static final Duration LINGER = Duration.ofSeconds(10);

  private final Newcomers newcomers;
  private final Limits<RelayLimit> limits;
  private final Timers timers;
  private final Duration handshake;

  Arrivals(Newcomers newcomers, Limits<RelayLimit> limits, Timers timers) {
    this.newcomers = newcomers;
    this.limits = limits;
    this.timers = timers;
    this.handshake = Duration.ofSeconds(limits.of(RelayLimit.HANDSHAKE_SECONDS));
  }

  /** What is known of an accepted connection; null for one that was dialled. */
  static @Nullable Arrival of(Connection<?> connection) {
    return ARRIVAL.get(connection);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public void onAcceptEvent(Connection listening, Connection accepted) {
    Connection<?> connection = accepted;
    if (!(connection.getPeerAddress() instanceof InetSocketAddress peer)) {
      connection.terminateSilently(); // It is gone already.
      return;
    }
    Newcomers.Stay stay = newcomers.enter(peer);
    if (stay == null) {
      connection.terminateSilently();
      return;
    }
    Arrival arrival = new Arrival(connection, peer, stay);
    ARRIVAL.set(connection, arrival);
    onClose(connection, arrival::gone);
  }

  /** It hears at once, if the connection is closed by now. */
  private static void onClose(Connection<?> connection, Runnable then) {
    CloseListener<Closeable, CloseType> hears = (closeable, type) -> then.run();
    connection.addCloseListener(hears);
  }

  /** One connection. */
  final class Arrival {
    private final Connection<?> connection;
    private final Newcomers.Stay stay;
    private final Timers.Timer deadline;
    private volatile InetSocketAddress client;

    private Arrival(Connection<?> connection, InetSocketAddress peer, Newcomers.Stay stay) {
      this.connection = connection;
      this.client = peer;
      this.stay = stay;
      this.deadline = timers.after(handshake, this::late);
    }

    private void late() {
      if (connection.isOpen()) {
        limits.hit(RelayLimit.HANDSHAKE_SECONDS, client);
        connection.terminateSilently();
      }
    }

    /** Where it is from, as far as that is known. */
    InetSocketAddress client() {
      return client;
    }

    /** It is a WebSocket in time. */
    void upgraded() {
      deadline.cancel();
    }

    /** A proxy has told where it is from; false where too many are from there. */
    boolean isFrom(InetSocketAddress told) {
      client = told;
      return stay.isFrom(told);
    }

    /** It has asked for something in the right form. */
    void asked() {
      stay.asked();
    }

    /** It got what it asked for. */
    void settled() {
      stay.settled();
    }

    /** It is no WebSocket any more; called once. */
    void ended() {
      if (connection.isOpen()) {
        Timers.Timer cut = timers.after(LINGER, connection::terminateSilently);
        onClose(connection, cut::cancel);
      }
    }

    private void gone() {
      deadline.cancel();
      stay.settled();
    }
  }
}
