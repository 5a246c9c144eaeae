package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class LossyUdpIT {
  private static final int COUNT = 200;

  /** What a target gets of so many numbered datagrams, sent one at a time. */
  private static List<String> arriving(LossyUdp.Odds odds, long seed) throws IOException {
    try (DatagramSocket target = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        LossyUdp path =
            LossyUdp.to((InetSocketAddress) target.getLocalSocketAddress(), odds, seed)) {
      for (int i = 0; i < COUNT; i++) {
        byte[] bytes = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        client.send(new DatagramPacket(bytes, bytes.length, path.address()));
      }
      return receiveAll(target);
    }
  }

  private static List<String> receiveAll(DatagramSocket target) throws IOException {
    List<String> received = new ArrayList<>();
    target.setSoTimeout(500);
    byte[] buffer = new byte[100];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        target.receive(packet);
      } catch (SocketTimeoutException e) {
        return received;
      }
      received.add(new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII));
    }
  }

  private static List<String> inOrder(List<String> numbers) {
    return numbers.stream().map(Integer::valueOf).sorted().map(String::valueOf).toList();
  }

  @Test
  void passesAllInOrderWithoutFaults() throws Exception {
    List<String> arrived = arriving(LossyUdp.Odds.NONE, 1);

    assertThat(arrived).hasSize(COUNT).isEqualTo(inOrder(arrived)).doesNotHaveDuplicates();
  }

  @Test
  void losesSomeAndDoublesSomeAndSwapsSome() throws Exception {
    List<String> lossy = arriving(new LossyUdp.Odds(0.1, 0, 0), 2);
    List<String> doubling = arriving(new LossyUdp.Odds(0, 0.1, 0), 2);
    List<String> swapping = arriving(new LossyUdp.Odds(0, 0, 0.1), 2);

    assertThat(lossy).hasSizeBetween(COUNT / 2, COUNT - 5).isEqualTo(inOrder(lossy));
    assertThat(doubling).hasSizeGreaterThan(COUNT + 5);
    assertThat(new HashSet<>(doubling)).hasSize(COUNT);
    assertThat(swapping).hasSizeBetween(COUNT - 1, COUNT).isNotEqualTo(inOrder(swapping));
  }

  @Test
  void doesTheSameForTheSameSeed() throws Exception {
    LossyUdp.Odds odds = new LossyUdp.Odds(0.2, 0.2, 0.2);

    List<String> first = arriving(odds, 3);

    assertThat(arriving(odds, 3)).isEqualTo(first);
    assertThat(arriving(odds, 4)).isNotEqualTo(first);
  }

  @Test
  void namesItsSeed() {
    try (LossyUdp path =
        LossyUdp.to(new InetSocketAddress("127.0.0.1", 9), LossyUdp.Odds.NONE, 4711)) {
      assertThat(path).hasToString("a lossy path with seed 4711L, " + LossyUdp.Odds.NONE);
    }
  }
}
