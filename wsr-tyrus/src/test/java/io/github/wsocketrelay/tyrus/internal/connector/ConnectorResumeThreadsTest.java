package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connector's link is lost and comes back while programs send, and new ones begin. */
class ConnectorResumeThreadsTest {
  private static final int ROUNDS = 300;
  private static final int CLIENTS = 200;

  @Test
  @Timeout(60)
  void everyDatagramIsSentOnceAndInOrderAfterItsFlowWasOpenedOrCounted() throws Exception {
    TestConnector connector = new TestConnector(7_777).opened(0);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> sending =
        CompletableFuture.supplyAsync(
            () -> {
              int sent = 0;
              while (!over.get()) {
                int client = 10_000 + Math.min(sent / 10, sent % CLIENTS); // more and more of them
                connector.local(0).receive(Integer.toString(sent++), TestConnector.client(client));
              }
              return sent;
            });

    List<FakeLink> links = new ArrayList<>(List.of(connector.link));
    for (int i = 0; i < ROUNDS; i++) {
      connector.link.endedWith(1_006, "");
      connector.dialled().link.receive(TestConnector.openedBy(1, 0));
      links.add(connector.link);
    }
    over.set(true);
    int sent = sending.get();
    connector.link.endedWith(1_006, ""); // what waits for it is counted

    int arrived = 0;
    int[] last = new int[0x10000];
    for (FakeLink link : links) {
      Set<Integer> announced = new HashSet<>();
      for (ControlMessage message : link.messages()) {
        if (message instanceof ControlMessage.FlowOpened opened) {
          assertThat(announced.add(opened.flow())).isTrue();
        }
      }
      for (String datagram : link.datagrams()) {
        int colon = datagram.indexOf(':');
        int flow = Integer.parseInt(datagram.substring(2, colon));
        int number = 1 + Integer.parseInt(datagram.substring(colon + 1));
        assertThat(announced).contains(flow);
        assertThat(number).isGreaterThan(last[flow]);
        last[flow] = number;
        arrived++;
      }
    }
    assertThat(arrived + connector.core.trafficStats().totalDropped()).isEqualTo(sent);
  }
}
