package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WsrDemoIT {
  @Test
  void showsThatItWorks() {
    CommandRun run = CommandRun.of(new WsrDemo(), "--clients", "2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .filteredOn(line -> line.startsWith("client "))
        .hasSize(2 * 4)
        .allMatch(line -> line.contains("the same bytes came back in"));
    assertThat(run.out().lines())
        .last()
        .asString()
        .startsWith("it works: 8 datagrams of 0 to 65507 bytes went from 2 clients");
  }
}
