package io.github.wsocketrelay;

/**
 * How long things took on the links of a role since its start. Every class is at most two and a
 * half times as long as the one before, from 50 µs to 2.5 s.
 *
 * @param queueAge how long each datagram had waited in this process when it was written to a link.
 *     One that waits for 100 ms is dropped instead, as {@link DropReason#STALE}, and not counted
 *     here.
 * @param write from the making of a message with datagrams until the operating system has taken it
 * @param roundTrip to the other end of a link and back, as its acknowledgements of datagrams tell,
 *     without the time for which they were held back. A link without datagrams has none.
 */
public record LinkTimes(TimeHistogram queueAge, TimeHistogram write, TimeHistogram roundTrip) {
  /** Of a role that has sent nothing. */
  public static final LinkTimes NONE =
      new LinkTimes(TimeHistogram.EMPTY, TimeHistogram.EMPTY, TimeHistogram.EMPTY);
}
