package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkReportTest {
  private static final RelayUnreachableException BROKE =
      new RelayUnreachableException("the link broke", null);

  private final StringWriter out = new StringWriter();
  private final Screen screen =
      new Screen(
          "wsrconnect",
          new PrintWriter(out, true),
          new PrintWriter(out, true),
          Terminal.NONE,
          Screen.Mode.TEXT);

  private void outage(LinkReport report) {
    report.lost(BROKE, Duration.ofMillis(340));
    report.retrying(1, new RelayUnreachableException("away", null), Duration.ofMillis(800));
    report.retrying(2, new RelayUnreachableException("away", null), Duration.ofMillis(900));
    report.restored(URI.create("ws://relay"), Duration.ofMillis(2_040));
  }

  @Test
  void printsOneLineForEachChange() {
    outage(new LinkReport(screen, false));

    assertThat(out.toString().lines())
        .containsExactly(
            "wsrconnect: warning: link lost: the link broke; trying again in 0.3 s",
            "link to ws://relay restored after 2.0 s");
  }

  @Test
  void printsEachAttemptIfAskedFor() {
    outage(new LinkReport(screen, true));

    assertThat(out.toString().lines())
        .hasSize(4)
        .contains("attempt 2 failed: away; trying again in 0.9 s");
  }

  @Test
  void tellsOnceThatAStartWaitsForItsRelay() {
    LinkReport report = new LinkReport(screen, false);
    report.retrying(1, BROKE, Duration.ofMillis(500));
    report.retrying(2, BROKE, Duration.ofMillis(500));

    assertThat(out.toString().lines())
        .containsExactly("attempt 1 failed: the link broke; trying again in 0.5 s");
  }

  @Test
  void theStatusSaysThatThereIsNoLink() {
    assertThat(LinkReport.status(RoleState.RECONNECTING, "3 clients")).isEqualTo("no link");
    assertThat(LinkReport.status(RoleState.RUNNING, "3 clients")).isEqualTo("3 clients");
  }
}
