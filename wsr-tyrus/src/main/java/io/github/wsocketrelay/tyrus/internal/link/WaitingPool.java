package io.github.wsocketrelay.tyrus.internal.link;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the datagrams of one link wait. Places are used again, so that a busy link allocates none;
 * what it has not needed for a while, it lets go at {@link #trim}. All of them count against a
 * {@link MemoryBudget}, whether something waits there or not. Not safe for use by many threads.
 */
final class WaitingPool {
  /** Up to what fits into a packet of the usual size; places of other sizes are not kept. */
  private static final int[] ROOMS = {128, 256, 512, 1_024, 1_536};

  /** For all places; what may wait takes no more, unless it is larger than all rooms. */
  static final int MAX_BYTES = 576 * 1024;

  private final MemoryBudget memory;
  private final List<Spares<Waiting>> spares = // of each room
      Stream.generate(() -> new Spares<Waiting>(FairQueue.MAX_DATAGRAMS))
          .limit(ROOMS.length)
          .toList();
  private long heldBytes;

  WaitingPool(MemoryBudget memory) {
    this.memory = memory;
  }

  /** The place among the rooms of the least that is enough; behind them if none is. */
  private static int indexOf(int bytes) {
    int index = 0;
    while (index < ROOMS.length && ROOMS[index] < bytes) {
      index++;
    }
    return index;
  }

  /** Copies what remains of a datagram to a place; null where memory ends. */
  @Nullable Waiting copyOf(int channel, int flow, ByteBuffer payload, long sinceNanos) {
    Waiting place = take(payload.remaining());
    return place == null ? null : place.of(channel, flow, payload, sinceNanos);
  }

  private @Nullable Waiting take(int bytes) {
    int index = indexOf(bytes);
    if (index == ROOMS.length) {
      return allocate(bytes);
    }
    Waiting spare = spares.get(index).poll();
    return spare == null ? allocate(ROOMS[index]) : spare;
  }

  private @Nullable Waiting allocate(int room) {
    if (heldBytes + held(room) > MAX_BYTES) {
      clear();
    }
    if (!memory.tryAdd(held(room)) && !tryAddWithoutSpares(room)) {
      return null;
    }
    heldBytes += held(room);
    return new Waiting(room);
  }

  private boolean tryAddWithoutSpares(int room) {
    clear();
    return memory.tryAdd(held(room));
  }

  /** Takes a place back, for another datagram. */
  void giveBack(Waiting place) {
    int index = indexOf(place.room());
    if (index == ROOMS.length || heldBytes > MAX_BYTES || !spares.get(index).offer(place)) {
      letGo(place);
    }
  }

  /** Counts a place no more, since it does not come back. */
  void letGo(Waiting place) {
    letGo(1, place.room());
  }

  /** Lets go of the places that were not needed since the last call. */
  void trim() {
    IntStream.range(0, ROOMS.length).forEach(i -> letGo(spares.get(i).trim(), ROOMS[i]));
  }

  /** Lets go of all places where nothing waits. */
  void clear() {
    IntStream.range(0, ROOMS.length).forEach(i -> letGo(spares.get(i).clear(), ROOMS[i]));
  }

  /** Lets go of all places, also those where something waits, which does not come back. */
  void letAllGo() {
    clear();
    memory.remove(heldBytes);
    heldBytes = 0;
  }

  private void letGo(int places, int room) {
    if (places > 0) {
      heldBytes -= places * held(room);
      memory.remove(places * held(room));
    }
  }

  private static long held(int room) {
    return (long) room + MemoryBudget.OVERHEAD_BYTES;
  }

  /** What all places take, in bytes. */
  long heldBytes() {
    return heldBytes;
  }
}
