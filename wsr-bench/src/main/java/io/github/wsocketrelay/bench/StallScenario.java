package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;

/**
 * Players of one server, of whom one stops taking anything in while the server goes on sending to
 * it. What is measured is the others, before and meanwhile.
 *
 * @param playerCommand runs {@link StalledPlayer#run}
 */
record StallScenario(int players, int hz, int bytes, List<String> playerCommand)
    implements Scenario {
  private static final String NAME = "stall";

  /** Until the buffers towards the stalled player are full. */
  private static final Duration FILL = Duration.ofSeconds(2);

  private static final Duration HELLO_LIMIT = Duration.ofSeconds(10);
  private static final long HELLO_MILLIS = 100;

  @Override
  public void run(Bench bench) throws IOException, InterruptedException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      bench.report().skipped(NAME, "this system cannot stop a process (SIGSTOP)");
      return;
    }
    Load load = Load.paced(players, hz, bytes, bytes);
    try (PushServer push = PushServer.start();
        Tunnels tunnels = bench.openTunnels(1, players, push.address());
        PlayerProcess player = bench.startPlayer(playerCommand);
        DatagramChannel program = DatagramChannel.open();
        Flows flows = Flows.open(load.flows(), tunnels.entrances())) {
      join(push, program, player.connect(tunnels.exposers().get(0).invitation()));
      bench.warmUp(flows, load);
      bench.measure(name("all take in"), load, flows, tunnels);
      if (player.stall()) {
        bench.progress().tell("one player is stalled");
        Thread.sleep(FILL.toMillis());
        bench.measure(name("that one is stalled"), load, flows, tunnels);
      } else {
        bench.report().skipped(NAME, "there is no 'kill -STOP' here to stop a process with");
      }
    }
    bench.measureDirect(name("alone"), load);
  }

  private String name(String when) {
    return "stall: %d players x %d Hz, %,d B, beside one who is sent %,d datagrams/s: %s"
        .formatted(players, hz, bytes, PushServer.HZ, when);
  }

  /** Makes the server send to the player that will stall. */
  private static void join(PushServer push, DatagramChannel program, InetSocketAddress entrance)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + HELLO_LIMIT.toNanos();
    while (!push.isBusy()) {
      if (System.nanoTime() - limit > 0) {
        throw new WsrException("no datagram reaches the server through the stalled player's port");
      }
      program.send(ByteBuffer.allocate(1), entrance);
      Thread.sleep(HELLO_MILLIS);
    }
  }
}
