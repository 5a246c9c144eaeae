package io.github.wsocketrelay.tyrus;

import io.github.wsocketrelay.RelayServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelayStartIT {
  private final Roles roles = new Roles();

  @AfterEach
  void assertThatNoThreadIsLeft() {
    roles.close();
  }

  @RepeatedTest(10)
  void leavesNothingBehindWhenAStartIsCancelled() {
    RelayServer.builder().bind("127.0.0.1").startAsync().cancel(true);
  }
}
