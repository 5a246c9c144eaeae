package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayStats;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.events.RelayEvents;
import io.github.wsocketrelay.tyrus.internal.identity.HostNames;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The relay: greets each link and makes the right end for it. No socket, no thread of its own. */
public final class RelayCore implements LinkAcceptor {
  /** The version of the protocol. */
  public static final int PROTOCOL = 1;

  /** How often sides are asked to ping. */
  public static final int PING_SECONDS = 10;

  private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
  private static final Duration SWEEP_PERIOD = Duration.ofSeconds(30);

  /** Looks that are further apart than this: the process did not run in between, or hardly. */
  private static final Duration PAUSED = Duration.ofSeconds(3);

  private static final int MOST_PING_JITTER_LOOKS = 3;

  /** A grant that has ended is noticed within so many looks, one a second. */
  private static final int GRANT_LOOKS = 10;

  /** An exposer's link speaks for all its tunnels, and may say as much more. */
  private static final int EXPOSER_SPEAKS_FOR = 10;

  private static final Duration FULL_RETRY = Duration.ofSeconds(5);
  private static final int NONCE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Optional<String> publicHost;
  private final Ticker ticker;
  private final Pulse pulse;
  private final Timers timers;
  private final TrafficCounters counters = new TrafficCounters();
  private final ServerRegistry registry;
  private final Set<TrackedLink> links = ConcurrentHashMap.newKeySet();
  private final Map<PendingLink, Link> pending = new ConcurrentHashMap<>();
  private final LinkPlaces places;
  private final RelayEvents events = RelayEvents.ofThisRuntime();
  private final Refusals refusals = new Refusals(events::refused);
  private final Reminders reminders;
  private final SharedRates rates;
  private final MemoryBudget memory;
  private final Timers.Timer sweep;
  private final Timers.Timer watch;
  private final RandomGenerator random;

  private final Limits<RelayLimit> limits;

  private volatile long lookedNanos; // written on the timers' thread only
  private int looks; // on the timers' thread only
  private volatile @Nullable ReturnTimes closing;

  /**
   * Makes a relay.
   *
   * @param random spreads what must not happen on all links at once; safe for use by many threads
   * @param listeners is given each event in order, under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  public RelayCore(
      Optional<String> publicHost,
      Ticker ticker,
      Pulse pulse,
      Timers timers,
      RandomGenerator random,
      Limits<RelayLimit> limits,
      Consumer<Consumer<RelayListener>> listeners,
      Runnable deliver) {
    this.publicHost = publicHost.map(HostNames::normal);
    this.ticker = ticker;
    this.pulse = pulse;
    this.timers = timers;
    this.random = random;
    this.limits = limits;
    this.lookedNanos = ticker.nanos();
    this.places = new LinkPlaces(limits);
    this.registry = new ServerRegistry(ticker, limits, listeners, deliver);
    this.rates = new SharedRates(limits, ticker);
    this.memory = memory(limits);
    this.reminders = new Reminders(timers);
    this.sweep = timers.every(SWEEP_PERIOD, registry::sweep);
    this.watch = timers.every(WATCH_PERIOD, this::look);
  }

  private static MemoryBudget memory(Limits<RelayLimit> limits) {
    long most = limits.of(RelayLimit.MEMORY_BYTES);
    return new MemoryBudget(
        most == 0 ? MemoryBudget.standard(Runtime.getRuntime().maxMemory()) : most,
        () -> limits.hit(RelayLimit.MEMORY_BYTES, null));
  }

  @Override
  public MemoryBudget memory() {
    return memory;
  }

  @Override
  public @Nullable RejectReason refusal(InetSocketAddress client) {
    return places.hasRoom(client) ? null : RejectReason.LIMIT_REACHED;
  }

  @Override
  public void refused(RejectReason reason) {
    refusals.count(reason);
  }

  @Override
  public LinkHandler accept(Link link, Request request) {
    CompletableFuture<Grant> asked = request.grant();
    Grant grant = asked.isDone() ? asked.join() : null;
    if (grant != null && grant.refusal() != null) {
      return refused(link, grant);
    }
    LinkPlaces.Place place = places.take(request.role(), link.remoteAddress());
    if (place == null) {
      return refused(link, Grant.refused(RejectReason.LIMIT_REACHED));
    }
    return grant == null ? pending(link, request, place) : decided(link, request, grant, place);
  }

  private LinkHandler pending(Link link, Request request, LinkPlaces.Place place) {
    PendingLink waits =
        new PendingLink(() -> refused(link, Grant.refused(RejectReason.PROTOCOL)), place::leave);
    pending.put(waits, link);
    Timers.Timer limit = timers.after(speakTimeout(), () -> refuseUndecided(waits, link));
    CompletableFuture<?> unused =
        waits
            .over()
            .thenRun(
                () -> {
                  limit.cancel();
                  pending.remove(waits);
                });
    CompletableFuture<?> unusedToo =
        request
            .grant()
            .thenAccept(grant -> waits.become(() -> decided(link, request, grant, place)));
    if (closing != null) {
      endPending(waits, link);
    }
    return waits;
  }

  private void refuseUndecided(PendingLink waits, Link link) {
    if (waits.become(() -> refused(link, Grant.refused(RejectReason.LIMIT_REACHED)))) {
      limits.hit(RelayLimit.SPEAK_SECONDS, link.remoteAddress());
    }
  }

  private Duration speakTimeout() {
    return Duration.ofSeconds(limits.of(RelayLimit.SPEAK_SECONDS));
  }

  private LinkHandler decided(Link link, Request request, Grant grant, LinkPlaces.Place place) {
    RejectReason refusal = grant.refusal();
    if (refusal == null && grant.begin()) {
      return admitted(link, request, grant, place);
    }
    place.leave();
    return refused(link, refusal == null ? Grant.refused(RejectReason.LIMIT_REACHED) : grant);
  }

  private LinkHandler refused(Link link, Grant grant) {
    RejectReason reason = Objects.requireNonNull(grant.refusal());
    Conversation conversation = conversationWithNobody(link);
    conversation.refuse(reason, reason.permanent() ? null : FULL_RETRY, grant.mend());
    return conversation;
  }

  private Conversation conversationWithNobody(Link link) {
    return new Conversation(link, counters, ticker, pulse, reminders, new RefusedSide(refusals));
  }

  private LinkHandler admitted(Link link, Request request, Grant grant, LinkPlaces.Place place) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    Request asked =
        new Request(
            request.role(),
            request.tag(),
            publicHost.orElseGet(() -> HostNames.normal(request.host())),
            request.grant());
    LinkLimits own =
        new LinkLimits(
            limits,
            grant,
            rates.join(request.tag()),
            link.remoteAddress(),
            request.role() == Role.EXPOSER ? EXPOSER_SPEAKS_FOR : 1,
            memory,
            ticker);
    LinkEnd end =
        switch (request.role()) {
          case EXPOSER ->
              new ExposerLink(
                  link, asked, nonce, registry, own, refusals, counters, ticker, pulse, reminders);
          case CONNECTOR ->
              new ConnectorLink(
                  link, asked, nonce, registry, own, refusals, counters, ticker, pulse, reminders);
        };
    TrackedLink tracked =
        new TrackedLink(
            end,
            grant,
            gone -> forget(gone, request.tag(), place),
            events.linkOpened(request.role().name().toLowerCase(Locale.ROOT)),
            random.nextInt(MOST_PING_JITTER_LOOKS + 1),
            timers.after(speakTimeout(), () -> refuseIfMute(end)));
    links.add(tracked);
    ReturnTimes returns = closing;
    if (returns == null) {
      end.conversation().say(new ControlMessage.Hello(PROTOCOL, nonce, PING_SECONDS));
      end.conversation().flush();
    } else {
      end.conversation().say(new ControlMessage.GoingAway(returns.nextMillis()));
      end(tracked);
    }
    return tracked;
  }

  private void forget(TrackedLink gone, String tag, LinkPlaces.Place place) {
    place.leave();
    if (links.remove(gone)) {
      rates.leave(tag);
    }
  }

  private void refuseIfMute(LinkEnd end) {
    if (!end.hasSpoken()) {
      limits.hit(RelayLimit.SPEAK_SECONDS, end.conversation().remoteAddress());
      end.conversation().refuse(RejectReason.TOO_SLOW, null);
    }
  }

  private static void end(TrackedLink link) {
    link.end().conversation().end(CloseCode.GOING_AWAY, "relay closes");
  }

  private void endPending(PendingLink waits, Link link) {
    waits.become(
        () -> {
          Conversation conversation = conversationWithNobody(link);
          ReturnTimes returns = closing;
          if (returns != null) {
            conversation.say(new ControlMessage.GoingAway(returns.nextMillis()));
          }
          conversation.end(CloseCode.GOING_AWAY, "relay closes");
          return conversation;
        });
  }

  /** Looks at all links, unless this process was paused: then it first reads what waits. */
  private void look() {
    long now = ticker.nanos();
    boolean paused = now - lookedNanos > PAUSED.toNanos();
    if (!paused) {
      links.forEach(TrackedLink::look);
      registry.look();
      looks++;
      if (looks % GRANT_LOOKS == 0) {
        links.forEach(TrackedLink::endIfNotGranted);
      }
    }
    lookedNanos = ticker.nanos();
  }

  /** Exposers that are registered now. */
  public int servers() {
    return registry.registered();
  }

  /** Links that are open now, those included of which somebody decides yet. */
  public int links() {
    return places.taken();
  }

  public TrafficStats trafficStats() {
    return counters.snapshot(registry.tunnels(), 0);
  }

  /**
   * All that there is to watch over.
   *
   * @param certificateExpiry what somebody else knows of it
   */
  public RelayStats stats(Optional<Instant> certificateExpiry) {
    long sinceLook = ticker.nanos() - lookedNanos;
    return new RelayStats(
        servers(),
        places.taken(Role.EXPOSER),
        places.taken(Role.CONNECTOR),
        trafficStats(),
        memory.held(),
        refusals.snapshot(),
        limits.hits(),
        certificateExpiry,
        Duration.ofNanos(Math.max(sinceLook, 0)));
  }

  /**
   * Tells every side that the relay goes away and when to come back. Links that are open carry on,
   * and so have time to read it: a link that is closed while its side writes may lose what was
   * written to it. Links that come later are ended at once.
   */
  public void goAway() {
    ReturnTimes returns = new ReturnTimes(links(), random);
    closing = returns;
    registry.close();
    for (TrackedLink link : links) {
      Conversation conversation = link.end().conversation();
      conversation.say(new ControlMessage.GoingAway(returns.nextMillis()));
      conversation.flush();
    }
  }

  /**
   * Ends every link, having told its side if {@link #goAway} has not; and those that come later.
   */
  public void close() {
    if (closing == null) {
      goAway();
    }
    sweep.cancel();
    watch.cancel();
    List.copyOf(links).forEach(RelayCore::end);
    Map.copyOf(pending).forEach(this::endPending);
  }
}
