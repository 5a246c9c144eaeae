package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exposer's link is lost and comes back while the server sends. */
class ExposerResumeThreadsTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 7_777);
  private static final int ROUNDS = 500;

  @Test
  @Timeout(60)
  void everyDatagramIsSentOnceAndInOrderOrCounted() throws Exception {
    TestExposer exposer = new TestExposer(0, 7_777).registered().tunnelOpened(1);
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> sending =
        CompletableFuture.supplyAsync(
            () -> {
              int sent = 0;
              while (!over.get()) {
                flow.receive(Integer.toString(sent++), SERVER);
              }
              return sent;
            });

    List<FakeLink> links = new ArrayList<>(List.of(exposer.link));
    for (int i = 0; i < ROUNDS; i++) {
      exposer.link.endedWith(1_006, "");
      exposer.dialled().registered().announce(1, 1, 5, TestExposer.REMOTE);
      links.add(exposer.link);
    }
    over.set(true);
    int sent = sending.get();
    exposer.link.endedWith(1_006, ""); // what waits for it is counted

    List<Integer> arrived =
        links.stream()
            .flatMap(link -> link.datagrams().stream())
            .map(datagram -> Integer.valueOf(datagram.substring(datagram.indexOf(':') + 1)))
            .toList();
    assertThat(arrived).isSorted().doesNotHaveDuplicates();
    assertThat(arrived.size() + exposer.core.trafficStats().totalDropped()).isEqualTo(sent);
  }
}
