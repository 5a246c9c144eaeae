package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.congestion.Acknowledger;
import io.github.wsocketrelay.tyrus.internal.congestion.Window;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one link: control messages of this process first, then datagrams, and
 * control messages that other peers caused, as fairly as {@link FairQueue} has it. One WebSocket
 * write is outstanding at a time; when it completes, what waits goes out in one message. So an idle
 * link sends at once, a busy one batches by itself, and this queue is all that is ever buffered for
 * the link in this process. Datagrams also wait while as much is under way as the {@link Window}
 * allows, or nothing comes through, so that little is buffered behind this process.
 *
 * <p>Acknowledgements of what the link has received go out with datagrams that wait, or alone when
 * it is time.
 *
 * <p>Bounded: of datagrams as {@link FairQueue} says; over {@value #MAX_CONTROLS} control messages
 * or {@value #MAX_CONTROL_BYTES} bytes of them the link is closed, since its peer does not read.
 * All that waits, and the buffer that is being written, counts against a {@link MemoryBudget}. Safe
 * for use by many threads; adding does no I/O, {@link #flush} does.
 */
public final class SendQueue implements MemoryBudget.Holder {
  static final int MAX_CONTROLS = 4_096;

  /** With what they take besides. */
  static final int MAX_CONTROL_BYTES = 512 * 1024;

  private static final int LEAST_MESSAGE_BYTES = 2_048;
  private static final int USUAL_MESSAGE_BYTES = 16 * 1024;

  /** Whether a write is outstanding, and if so, whether the call that made it has returned. */
  private enum Write {
    NONE,
    CALLING,
    DONE_IN_CALL,
    OUTSTANDING
  }

  private final Link link;
  private final TrafficCounters counters;
  private final Ticker ticker;
  private final MemoryBudget memory;
  private final Object lock = new Object();
  private final Queue<String> controls = new ArrayDeque<>(); // guarded by lock
  private final FairQueue datagrams; // guarded by lock
  private final Window window; // guarded by lock
  private final Acknowledger acknowledger; // guarded by lock, but for what is received
  private long controlBytes; // guarded by lock
  private long writes; // guarded by lock
  private boolean closed; // guarded by lock
  private boolean overflowed; // guarded by lock
  private final AtomicReference<Write> write = new AtomicReference<>(Write.NONE);
  private final Link.Completion written = this::onWritten;
  private ByteBuffer message =
      ByteBuffer.allocate(LEAST_MESSAGE_BYTES); // owned by who holds the write
  private boolean timed; // whether it has datagrams; owned by who holds the write
  private long madeNanos; // when it was made; owned by who holds the write

  /** Makes the queue of a link in a process that has few. */
  public SendQueue(Link link, TrafficCounters counters, Ticker ticker) {
    this(link, counters, ticker, MemoryBudget.UNLIMITED);
  }

  /** Makes the queue of a link. */
  public SendQueue(Link link, TrafficCounters counters, Ticker ticker, MemoryBudget memory) {
    this.link = link;
    this.counters = counters;
    this.ticker = ticker;
    this.memory = memory;
    this.window = new Window(counters::roundTrip);
    this.datagrams = new FairQueue(counters, memory);
    this.acknowledger = new Acknowledger(ticker.nanos());
    memory.addAnyway(message.capacity());
    memory.join(this);
  }

  /** Adds a control message; {@link #flush} sends it. */
  public void control(String text) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (!addControl(text)) {
        overflowed = true;
      }
    }
  }

  // guarded by lock
  private boolean addControl(String text) {
    long bytes = bytesOf(text);
    if (controls.size() >= MAX_CONTROLS
        || controlBytes + bytes > MAX_CONTROL_BYTES
        || !memory.tryAdd(bytes)) {
      return false;
    }
    controlBytes += bytes;
    return controls.add(text);
  }

  private static long bytesOf(String text) {
    return (long) text.length() + MemoryBudget.OVERHEAD_BYTES;
  }

  // guarded by lock
  private @Nullable String takeControl() {
    String text = controls.poll();
    if (text == null) {
      return takePassedOn();
    }
    controlBytes -= bytesOf(text);
    memory.remove(bytesOf(text));
    return text;
  }

  // guarded by lock
  private @Nullable String takePassedOn() {
    if (!datagrams.hasControls()) {
      return null;
    }
    long now = ticker.nanos();
    Waiting next = datagrams.next(now);
    if (next != null && next.isControl()) {
      return datagrams.sendControl().text();
    }
    // While datagrams may not go, control messages do.
    Waiting any = nextDatagram(now) == null ? datagrams.sendAnyControl() : null;
    return any == null ? null : any.text();
  }

  /**
   * Adds a control message of another peer, which goes before the datagrams of its channel, and is
   * as fair to those of others as they are. {@link #flush} sends it.
   *
   * @return false if too many wait, and it was not added
   */
  public boolean passOn(int channel, String text) {
    synchronized (lock) {
      return closed || datagrams.addControl(Waiting.control(channel, text, ticker.nanos()));
    }
  }

  /** Adds a copy of a datagram; {@link #flush} sends it. */
  public void datagram(int channel, int flow, ByteBuffer payload) {
    datagram(channel, flow, payload, ticker.nanos());
  }

  /** Adds a copy of a datagram that has waited elsewhere since then, which counts for its age. */
  void datagram(int channel, int flow, ByteBuffer payload, long sinceNanos) {
    synchronized (lock) {
      if (closed) {
        counters.dropped(DropReason.LINK_DOWN);
      } else {
        datagrams.add(channel, flow, payload, sinceNanos);
      }
    }
    memory.relieve();
  }

  /** Lets memory go that was not needed since the last call. */
  void trim() {
    synchronized (lock) {
      datagrams.trim();
    }
  }

  @Override
  public long heldBytes() {
    synchronized (lock) {
      return controlBytes + datagrams.heldBytes();
    }
  }

  @Override
  public void letSparesGo() {
    synchronized (lock) {
      datagrams.letSparesGo();
    }
  }

  /**
   * Drops datagrams of the heaviest flows until half of what is held is left. Control messages
   * cannot be dropped: a link whose peer leaves many of them unread is ended instead.
   */
  @Override
  public void shed() {
    boolean unread;
    synchronized (lock) {
      datagrams.shed(datagrams.heldBytes() / 2);
      unread = !closed && controlBytes + datagrams.heldByControls() > USUAL_MESSAGE_BYTES;
      if (unread) {
        dropAll();
      }
    }
    if (unread) {
      link.abort("memory is short, and the peer does not read its control messages");
    }
  }

  /** A message with datagrams has come over the link. On the link's I/O thread. */
  public void received(int bytes, long nowNanos) {
    acknowledger.received(bytes, nowNanos);
  }

  /** Whether {@link #flush} would send an acknowledgement. */
  public boolean isAcknowledgementDue(long nowNanos) {
    synchronized (lock) {
      return acknowledger.isDue(nowNanos);
    }
  }

  /** Whether an acknowledgement is to be sent, sooner or later. */
  public boolean owesAcknowledgement() {
    synchronized (lock) {
      return acknowledger.isOwing();
    }
  }

  /**
   * The peer has received what was sent; see {@link Window#acknowledge}. {@link #flush} sends what
   * may go now.
   *
   * @return false if that cannot be true
   */
  public boolean acknowledged(long received, long holdMicros, int clockMicros) {
    synchronized (lock) {
      return window.acknowledge(received, holdMicros, clockMicros, ticker.nanos());
    }
  }

  /** Whether a write has not completed, or something was not acknowledged. */
  public boolean isUnderWay() {
    synchronized (lock) {
      return window.underWay() > 0 || write.get() != Write.NONE;
    }
  }

  /** Whether datagrams were sent that the peer has not acknowledged. */
  boolean isUnacknowledged() {
    synchronized (lock) {
      return window.underWay() > 0;
    }
  }

  /** How many bytes the peer has acknowledged. */
  long acknowledged() {
    synchronized (lock) {
      return window.acknowledged();
    }
  }

  /** Grows whenever a write has completed that others waited for, or bytes were acknowledged. */
  public long progress() {
    synchronized (lock) {
      return writes + window.acknowledged();
    }
  }

  /**
   * Drops the datagrams of a channel that was closed, so that its next tunnel does not get them.
   */
  public void purge(int channel) {
    synchronized (lock) {
      datagrams.purge(channel, DropReason.UNKNOWN_CHANNEL);
    }
  }

  /** Writes what waits, unless a write is outstanding whose completion will. */
  public void flush() {
    if (write.compareAndSet(Write.NONE, Write.CALLING)) {
      writeOn();
    }
    boolean giveUp;
    synchronized (lock) {
      giveUp = overflowed && !closed;
    }
    if (giveUp) {
      close(CloseCode.RATE_LIMITED, "the peer does not read its control messages");
    }
    memory.relieve(); // Not when a message is added, which may be under a lock of the relay.
  }

  /**
   * Writes the control messages that wait, and closes the link behind them. Datagrams that wait,
   * and all that is added later, are dropped.
   */
  public void close(int code, String reason) {
    Queue<String> last;
    synchronized (lock) {
      if (closed) {
        return;
      }
      last = new ArrayDeque<>(controls);
      dropAll();
    }
    for (String text : last) {
      link.sendText(text, failure -> {});
    }
    link.close(code, reason);
  }

  /** The link is gone: drops what waits, and all that is added later. */
  public void linkClosed() {
    synchronized (lock) {
      dropAll();
    }
  }

  // guarded by lock
  private void dropAll() {
    if (!closed) {
      closed = true;
      memory.remove(message.capacity() + controlBytes);
      memory.leave(this);
    }
    datagrams.clear(DropReason.LINK_DOWN);
    controls.clear();
    controlBytes = 0;
  }

  /** Writes until nothing waits or a write does not complete at once; holds the write meanwhile. */
  private void writeOn() {
    do {
      write.set(Write.CALLING);
      if (!writeNext()) {
        write.set(Write.NONE);
        // What came after the last look and before the line above found a write held: look again.
        if (!hasWork() || !write.compareAndSet(Write.NONE, Write.CALLING)) {
          return;
        }
        continue;
      }
      if (write.compareAndSet(Write.CALLING, Write.OUTSTANDING)) {
        return; // onWritten goes on when it completes.
      }
    } while (true);
  }

  private boolean writeNext() {
    String control;
    synchronized (lock) {
      control = takeControl();
      if (control == null && !fillMessage()) {
        return false;
      }
      writes++;
    }
    if (control != null) {
      timed = false;
      link.sendText(control, written);
    } else {
      link.sendBinary(message.flip().position(Link.HEADROOM_BYTES), written);
    }
    return true;
  }

  private void onWritten(@Nullable Throwable failure) {
    if (failure != null) {
      linkClosed();
      link.close(CloseCode.UNEXPECTED_CONDITION, "a write failed"); // Else it would live on, mute.
    } else if (timed) {
      counters.written(ticker.nanos() - madeNanos);
    }
    if (!write.compareAndSet(Write.CALLING, Write.DONE_IN_CALL)) {
      writeOn();
    }
  }

  private boolean hasWork() {
    synchronized (lock) {
      return !controls.isEmpty()
          || datagrams.hasControls()
          || nextDatagram(ticker.nanos()) != null
          || (!closed && acknowledger.isDue(ticker.nanos()));
    }
  }

  // guarded by lock
  private boolean fillMessage() {
    long now = ticker.nanos();
    Waiting next = nextDatagram(now);
    boolean acknowledge =
        !closed && (next == null ? acknowledger.isDue(now) : acknowledger.isWelcome(now));
    if (next == null && !acknowledge) {
      return false;
    }
    makeRoom(overhead() + (next == null ? 0 : Math.max(next.bytes(), bundleBytes())));
    message.clear().position(Link.HEADROOM_BYTES);
    madeNanos = now;
    timed = next != null;
    if (acknowledge) {
      acknowledger.write(message, now);
    }
    if (next != null) {
      fillDatagrams(next, now);
      window.sent(message.position() - Link.HEADROOM_BYTES, now);
    }
    return true;
  }

  // guarded by lock
  private @Nullable Waiting nextDatagram(long now) {
    Waiting next = datagrams.next(now);
    boolean mayGo =
        next != null
            && !next.isControl()
            && !window.isSilent(now)
            && (window.room() > 0 || (datagrams.isNextSparse() && window.hasRoomForSparse()));
    return mayGo ? next : null;
  }

  private static int overhead() {
    return Link.HEADROOM_BYTES + MessageFormat.ACKNOWLEDGEMENT_BYTES + MessageFormat.TYPE_BYTES;
  }

  // guarded by lock
  private int bundleBytes() {
    return Math.min(datagrams.bytes(), Math.min(window.messageBytes(), window.room()));
  }

  // guarded by lock
  private void fillDatagrams(Waiting first, long now) {
    MessageEncoder.beginDatagrams(message);
    int end = message.position() + Math.max(first.bytes(), bundleBytes());
    for (Waiting next = first;
        next != null && !next.isControl() && message.position() + next.bytes() <= end;
        next = datagrams.next(now)) {
      ByteBuffer payload = next.payload();
      counters.linkSent(payload.remaining(), now - next.sinceNanos());
      MessageEncoder.append(message, next.channel(), next.flow(), payload);
      datagrams.sent(next);
    }
  }

  private void makeRoom(int bytes) {
    boolean tooSmall = message.capacity() < bytes;
    boolean tooLarge = message.capacity() > 2 * USUAL_MESSAGE_BYTES && bytes <= USUAL_MESSAGE_BYTES;
    if (tooSmall || tooLarge) {
      memory.remove(message.capacity());
      message = ByteBuffer.allocate(Math.max(bytes, Math.min(2 * bytes, USUAL_MESSAGE_BYTES)));
      memory.addAnyway(message.capacity());
    }
  }
}
