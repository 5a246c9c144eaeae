package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptOwnersTest {
  private final KeptOwners kept = new KeptOwners();

  private List<String> add(Server server, String from) {
    return add(server, from, 0);
  }

  private List<String> add(Server server, String from, long heldNanos) {
    try {
      return kept.add(server, InetAddress.getByName(from), heldNanos).stream()
          .map(other -> other.tag)
          .toList();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> add(String tag, String from) {
    return add(new Server(tag), from);
  }

  private void fill(String from) {
    for (int i = 0; i < KeptOwners.MOST_OF_ADDRESS; i++) {
      assertThat(add(from + i, from)).isEmpty();
    }
  }

  @Test
  void oneMoreOfAnAddressCrowdsOutItsOldestOnly() {
    add("other", "192.0.2.2");
    fill("192.0.2.1");
    assertThat(add("more", "192.0.2.1")).containsExactly("192.0.2.10");
    assertThat(add("other2", "192.0.2.2")).isEmpty();
    assertThat(kept.size()).isEqualTo(KeptOwners.MOST_OF_ADDRESS + 2);
  }

  @Test
  void aNeighbourWhoComesAndGoesCrowdsOutNobodyWhoWasThereForLong() {
    Server old = new Server("old");
    add(old, "192.0.2.1", 1_000);
    for (int i = 1; i < KeptOwners.MOST_OF_ADDRESS; i++) {
      assertThat(add(new Server("t" + i), "192.0.2.1", 1)).isEmpty();
    }
    for (int i = 0; i < 500; i++) {
      assertThat(add(new Server("u" + i), "192.0.2.1", 1)).doesNotContain("old").hasSize(1);
    }
    assertThat(add(new Server("short"), "192.0.2.1", 0)).containsExactly("short");
    assertThat(kept.size()).isEqualTo(KeptOwners.MOST_OF_ADDRESS);
    for (int i = 0; i < KeptOwners.MOST; i++) {
      assertThat(add(new Server("v" + i), "127.0.0.1", 2)).doesNotContain("old");
    }
    assertThat(kept.size()).isEqualTo(KeptOwners.MOST);
    kept.remove(old);
    assertThat(kept.size()).isEqualTo(KeptOwners.MOST - 1);
  }

  @Test
  void oneThatReturnsAndLeavesAgainIsTheNewest() {
    Server first = new Server("first");
    add(first, "192.0.2.1");
    for (int i = 1; i < KeptOwners.MOST_OF_ADDRESS; i++) {
      add("t" + i, "192.0.2.1");
    }
    assertThat(add(first, "192.0.2.1")).isEmpty();
    assertThat(add("more", "192.0.2.1")).containsExactly("t1");
  }

  @Test
  void oneThatIsRemovedMakesRoom() {
    Server first = new Server("first");
    add(first, "2001:db8::1");
    for (int i = 1; i < KeptOwners.MOST_OF_ADDRESS; i++) {
      add("t" + i, "2001:db8::" + i);
    }
    kept.remove(first);
    kept.remove(first);
    assertThat(add("more", "2001:db8::9")).isEmpty();
    assertThat(add("yet more", "2001:db8::9")).containsExactly("t1");
  }

  @Test
  void ofLoopbackPeersAndInTotalThereAreMany() {
    for (int i = 0; i < KeptOwners.MOST; i++) {
      assertThat(add("t" + i, "127.0.0.1")).isEmpty();
    }
    assertThat(add("more", "192.0.2.1")).containsExactly("t0");
    assertThat(kept.size()).isEqualTo(KeptOwners.MOST);
  }
}
