package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the relay makes of messages with several datagrams. */
class RelayedBundlesTest {
  private final RelayEnds ends = new RelayEnds();
  private final RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
  private final FakeLink one = ends.opened(exposer, 1).link();
  private final FakeLink two = ends.opened(exposer, 2).link();

  /** A message of datagrams, each written as {@code channel/flow:payload}. */
  private static ByteBuffer bundle(String... datagrams) {
    ByteBuffer message = ByteBuffer.allocate(1_000);
    MessageEncoder.beginDatagrams(message);
    for (String datagram : datagrams) {
      String[] parts = datagram.split("[/:]", 3);
      MessageEncoder.append(
          message,
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          ByteBuffer.wrap(parts[2].getBytes(StandardCharsets.UTF_8)));
    }
    return message.flip();
  }

  @Test
  void splitsAnExposersMessageIntoOneForEachConnector() {
    exposer.link().receive(bundle("1/5:a", "2/5:b", "1/6:c", "2/5:d"));
    assertThat(one.binaries()).hasSize(1);
    assertThat(one.datagrams()).containsExactly("0/5:a", "0/6:c");
    assertThat(two.binaries()).hasSize(1);
    assertThat(two.datagrams()).containsExactly("0/5:b", "0/5:d");
  }

  @Test
  void passesAConnectorsMessageOnAsOne() {
    one.receive(bundle("0/1:a", "0/2:b", "0/1:c"));
    assertThat(exposer.link().binaries()).hasSize(1);
    assertThat(exposer.link().datagrams())
        .containsExactlyInAnyOrder("1/1:a", "1/2:b", "1/1:c")
        .containsSubsequence("1/1:a", "1/1:c");
  }

  @Test
  void passesOnWhatIsAmongDatagramsForChannelsThatThereAreNot() {
    exposer.link().receive(bundle("9/1:x", "1/1:a", "0/1:x", "2/1:b", "9/1:x"));
    assertThat(one.datagrams()).containsExactly("0/1:a");
    assertThat(two.datagrams()).containsExactly("0/1:b");
    assertThat(ends.dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(3);
    assertThat(exposer.link().isClosed()).isFalse();
  }

  @Test
  void passesNothingOnThatComesAfterAnOffence() {
    one.receive(bundle("0/1:before", "5/1:offence", "0/1:after"));
    assertThat(one.closeCode()).isEqualTo(4_400);
    assertThat(exposer.link().datagrams()).doesNotContain("1/1:after", "5/1:offence");
    assertThat(exposer.link().newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "lost"));
    two.receive(bundle("0/1:goes on"));
    assertThat(exposer.link().datagrams()).contains("2/1:goes on");
  }

  @Test
  void passesNothingOnOfAMessageThatIsMalformedAtItsEnd() {
    ByteBuffer message = bundle("1/1:a", "1/1:b");
    message.limit(message.limit() - 1);
    exposer.link().receive(message);
    assertThat(exposer.link().closeCode()).isEqualTo(4_400);
    assertThat(one.datagrams()).isEmpty();
  }
}
