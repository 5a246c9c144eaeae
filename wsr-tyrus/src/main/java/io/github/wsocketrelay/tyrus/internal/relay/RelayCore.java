package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.HostNames;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The relay: greets each link and makes the right end for it. No socket, no thread of its own. */
public final class RelayCore implements LinkAcceptor {
  /** The version of the protocol. */
  public static final int PROTOCOL = 1;

  /** How often sides are asked to ping. */
  public static final int PING_SECONDS = 10;

  /** How long a new link may say nothing. */
  public static final Duration SPEAK_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
  private static final Duration SWEEP_PERIOD = Duration.ofSeconds(30);
  private static final int NONCE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Optional<String> publicHost;
  private final Ticker ticker;
  private final Timers timers;
  private final TrafficCounters counters = new TrafficCounters();
  private final ServerRegistry registry;
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
  private final Reminders reminders;
  private final Timers.Timer sweep;
  private final Timers.Timer watch;
  private volatile boolean closing;

  /**
   * Makes a relay.
   *
   * @param listeners is given each event in order, under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  public RelayCore(
      Optional<String> publicHost,
      Ticker ticker,
      Timers timers,
      Consumer<Consumer<RelayListener>> listeners,
      Runnable deliver) {
    this.publicHost = publicHost.map(HostNames::normal);
    this.ticker = ticker;
    this.timers = timers;
    this.registry = new ServerRegistry(ticker, listeners, deliver);
    this.reminders = new Reminders(timers);
    this.sweep = timers.every(SWEEP_PERIOD, registry::sweep);
    this.watch = timers.every(WATCH_PERIOD, () -> conversations.forEach(Conversation::endIfStuck));
  }

  @Override
  public LinkHandler accept(Link link, Request request) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    Request asked =
        new Request(
            request.role(),
            request.tag(),
            publicHost.orElseGet(() -> HostNames.normal(request.host())));
    Conversation conversation =
        switch (request.role()) {
          case EXPOSER -> {
            ExposerLink end =
                new ExposerLink(link, asked, nonce, registry, counters, ticker, reminders);
            yield greet(end.conversation(), nonce, end::hasSpoken);
          }
          case CONNECTOR -> {
            ConnectorLink end =
                new ConnectorLink(link, asked, nonce, registry, counters, ticker, reminders);
            yield greet(end.conversation(), nonce, end::hasSpoken);
          }
        };
    return new Tracked(conversation, conversations);
  }

  private Conversation greet(Conversation conversation, byte[] nonce, BooleanSupplier hasSpoken) {
    conversations.add(conversation);
    if (closing) {
      conversation.end(CloseCode.GOING_AWAY, "relay closes");
      return conversation;
    }
    conversation.say(new ControlMessage.Hello(PROTOCOL, nonce, PING_SECONDS));
    conversation.flush();
    timers.after(
        SPEAK_TIMEOUT,
        () -> {
          if (!hasSpoken.getAsBoolean()) {
            conversation.refuse(RejectReason.TOO_SLOW, null);
          }
        });
    return conversation;
  }

  /** Exposers that are registered now. */
  public int servers() {
    return registry.registered();
  }

  /** Links that are open now. */
  public int links() {
    return conversations.size();
  }

  public TrafficStats trafficStats() {
    return counters.snapshot(registry.tunnels(), 0);
  }

  /** Ends every link, and refuses new ones. */
  public void close() {
    closing = true;
    sweep.cancel();
    watch.cancel();
    List.copyOf(conversations)
        .forEach(conversation -> conversation.end(CloseCode.GOING_AWAY, "relay closes"));
  }
}
