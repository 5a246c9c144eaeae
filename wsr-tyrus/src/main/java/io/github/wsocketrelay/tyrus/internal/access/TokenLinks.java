package io.github.wsocketrelay.tyrus.internal.access;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links that are open with each token, the oldest first: where a token is for so many links,
 * those came first that stay. Safe for use by many threads.
 */
final class TokenLinks {
  private final Map<String, Set<Place>> open = new HashMap<>(); // by hash; guarded by this

  /** The place of one link among those of its token; equal to itself only. */
  static final class Place {
    private final String hash;

    private Place(String hash) {
      this.hash = hash;
    }
  }

  /** Whether a token has as many links as it may; 0 for any number. */
  synchronized boolean isFull(String hash, int most) {
    return most > 0 && open.getOrDefault(hash, Set.of()).size() >= most;
  }

  /** Takes a place for one more link; null where there is none. */
  synchronized @Nullable Place take(String hash, int most) {
    if (isFull(hash, most)) {
      return null;
    }
    Place place = new Place(hash);
    open.computeIfAbsent(hash, unused -> new LinkedHashSet<>()).add(place);
    return place;
  }

  /** Whether a link is one of as many as its token may have by now. */
  synchronized boolean isWithin(Place place, int most) {
    Set<Place> places = open.getOrDefault(place.hash, Set.of());
    return most == 0
        || places.size() <= most
        || places.stream().limit(most).anyMatch(place::equals);
  }

  /** The link is gone. */
  synchronized void leave(Place place) {
    Set<Place> places = open.get(place.hash);
    if (places != null && places.remove(place) && places.isEmpty()) {
      open.remove(place.hash);
    }
  }

  /** Tokens that have links. */
  synchronized int tokens() {
    return open.size();
  }
}
