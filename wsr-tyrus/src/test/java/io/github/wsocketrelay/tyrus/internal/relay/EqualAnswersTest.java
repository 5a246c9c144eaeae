package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who guesses at Server IDs learns nothing: a server that nobody has, one whose exposer is away and
 * one that is there but whose ID the guesser does not know are answered alike, and as fast.
 */
class EqualAnswersTest {
  private static final int SERVERS = 60;
  private static final int WARM_UP_ROUNDS = 40;
  private static final int ROUNDS = 20;
  private static final double MOST_APART = 1.5;

  /** A busy machine, and its compiler, only add to some of them; a difference is in all. */
  private static final int MEASUREMENTS = 6;

  private enum Asked {
    UNKNOWN,
    OFFLINE,
    WRONGLY_PROVEN
  }

  private final TestRelay relay = new TestRelay();
  private final Random random = new Random(7);
  private final Map<Asked, List<String>> tags = new EnumMap<>(Asked.class);
  private int guessers;

  @BeforeEach
  void somethingToGuessAt() {
    for (Asked kind : Asked.values()) {
      tags.put(kind, new ArrayList<>());
      for (int server = 0; server < SERVERS; server++) {
        tags.get(kind).add(serverThatIs(kind));
      }
    }
  }

  /** Makes one such server; gives its tag. */
  private String serverThatIs(Asked kind) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    String tag = ServerKeys.tagOf(key);
    if (kind != Asked.UNKNOWN) {
      TestRelay.Greeted exposer =
          relay.greet(Role.EXPOSER, tag, TestRelay.HOST, "198.51.100." + tags.get(kind).size());
      exposer
          .link()
          .receive(TestRelay.register(exposer, TestRelay.OWNER, 1, TestRelay.HOST, tag, key));
      exposer.link().only(ControlMessage.Registered.class);
      if (kind == Asked.OFFLINE) {
        exposer.link().endedWith(1_006, "");
      }
    }
    return tag;
  }

  /** A connector that has greeted, each from an address of its own, so that no limit answers. */
  private TestRelay.Greeted guesser(String tag) {
    guessers++;
    String address =
        "10." + (guessers >> 16) + "." + (guessers >> 8 & 255) + "." + (guessers & 255);
    return relay.greet(Role.CONNECTOR, tag, TestRelay.HOST, address);
  }

  private ControlMessage.Open guess(TestRelay.Greeted guesser, String tag) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    byte[] tunnel = TestRelay.tunnel(1);
    byte[] proof = Proofs.openProof(key, guesser.nonce(), TestRelay.HOST, tag, 1, tunnel);
    return new ControlMessage.Open(tunnel, 1, proof, Proofs.sideProof(key, tunnel, 1));
  }

  private long answerNanos(Asked kind, int server) {
    String tag = tags.get(kind).get(server);
    TestRelay.Greeted guesser = guesser(tag);
    ControlMessage.Open open = guess(guesser, tag);
    long before = System.nanoTime();
    guesser.link().receive(open);
    long took = System.nanoTime() - before;
    assertThat(guesser.link().newMessages())
        .as("the answer about a server that is %s", kind)
        .containsExactly(new ControlMessage.Waiting());
    guesser.link().endedWith(1_000, "");
    return took;
  }

  @Test
  void answersAlikeAndAsFast() {
    medians(WARM_UP_ROUNDS);
    Map<Asked, Double> least = medians(ROUNDS);
    for (int more = 1; more < MEASUREMENTS && apart(least) >= MOST_APART; more++) {
      medians(ROUNDS).forEach((kind, median) -> least.merge(kind, median, Math::min));
    }
    assertThat(apart(least)).as("least medians in ns: %s", least).isLessThan(MOST_APART);
  }

  /** Asks about each server so many times, each kind first as often as last. */
  private Map<Asked, Double> medians(int rounds) {
    List<Asked> order = new ArrayList<>(List.of(Asked.values()));
    Map<Asked, long[]> nanos = new EnumMap<>(Asked.class);
    for (int round = 0; round < rounds; round++) {
      for (int server = 0; server < SERVERS; server++) {
        for (Asked kind : order) {
          nanos.computeIfAbsent(kind, any -> new long[rounds * SERVERS])[round * SERVERS + server] =
              answerNanos(kind, server);
        }
        Collections.rotate(order, 1);
      }
    }
    Map<Asked, Double> medians = new EnumMap<>(Asked.class);
    nanos.forEach((kind, each) -> medians.put(kind, median(each)));
    return medians;
  }

  private static double apart(Map<Asked, Double> medians) {
    return Collections.max(medians.values()) / Collections.min(medians.values());
  }

  private static double median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
