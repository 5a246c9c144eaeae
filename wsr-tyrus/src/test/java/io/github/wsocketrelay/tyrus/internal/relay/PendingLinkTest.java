package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PendingLinkTest {
  private final List<String> heard = new ArrayList<>();
  private final PendingLink link = new PendingLink(() -> become("early"), () -> heard.add("gone"));

  private LinkHandler become(String name) {
    heard.add("is " + name);
    return new Named(name, what -> {});
  }

  /** Says whose it is and what it hears; does something more with it. */
  private final class Named implements LinkHandler {
    private final String name;
    private final Consumer<String> also;

    Named(String name, Consumer<String> also) {
      this.name = name;
      this.also = also;
    }

    private void hear(String what) {
      heard.add(name + " hears " + what);
      also.accept(what);
    }

    @Override
    public void onText(String text) {
      hear(text);
    }

    @Override
    public void onBinary(ByteBuffer message) {
      hear("byte " + message.get(message.position()));
    }

    @Override
    public void onClosed(int code, String reason) {
      hear(code + " " + reason);
    }
  }

  @Test
  void becomesWhatIsDecidedAndPassesAllOnToIt() {
    link.over().thenRun(() -> heard.add("over"));
    assertThat(link.become(() -> become("link"))).isTrue();
    link.onText("a");
    link.onBinary(ByteBuffer.wrap(new byte[] {7}));
    link.onClosed(1_000, "bye");
    assertThat(heard)
        .containsExactly(
            "over", "is link", "link hears a", "link hears byte 7", "gone", "link hears 1000 bye");
  }

  @Test
  void onlyTheFirstDecisionCounts() {
    assertThat(link.become(() -> become("first"))).isTrue();
    assertThat(link.become(() -> become("second"))).isFalse();
    link.onText("a");
    assertThat(heard).containsExactly("is first", "first hears a");
  }

  @Test
  void whoDoesNotWaitIsRefusedAndWhatHeSaidIsForNobody() {
    link.onText("early word");
    assertThat(heard).containsExactly("is early");
    assertThat(link.become(() -> become("link"))).isFalse();
  }

  @Test
  void whatComesWhileItIsBeingDecidedIsHeardInItsOrderAndTheEndLast() {
    byte[] reused = {1};
    link.become(
        () -> {
          link.onText("a");
          link.onBinary(ByteBuffer.wrap(reused));
          reused[0] = 2; // The buffer is the caller's again.
          link.onClosed(1_000, "bye");
          return become("link");
        });
    assertThat(heard)
        .containsExactly(
            "gone", "is link", "link hears a", "link hears byte 1", "link hears 1000 bye");
  }

  @Test
  void whatComesWhileTheFirstMessageIsHandedOutComesBehindIt() {
    Consumer<String> another =
        what -> {
          if (what.equals("a")) {
            link.onText("b");
            link.onClosed(1_000, "bye");
            heard.add("a is handled");
          }
        };
    link.become(
        () -> {
          link.onText("a");
          return new Named("link", another);
        });
    assertThat(heard)
        .containsExactly(
            "link hears a", "gone", "a is handled", "link hears b", "link hears 1000 bye");
  }

  @Test
  void keepsNoMoreThanAGreetedSideSays() {
    link.become(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            link.onText("a");
          }
          return become("link");
        });
    assertThat(heard).hasSize(1 + PendingLink.MOST_KEPT);
  }

  @Test
  void whatIsClosedBecomesNothingAndWaitsNoMore() {
    link.onClosed(1_006, "");
    link.onText("late");
    assertThat(link.over()).isCompleted();
    assertThat(link.become(() -> become("link"))).isFalse();
    assertThat(heard).containsExactly("gone");
  }
}
