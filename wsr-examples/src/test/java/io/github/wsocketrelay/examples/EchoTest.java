package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EchoTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_472, 65_507})
  void sendsDatagramsOfEverySizeBackToWhereTheyCameFrom(int size) throws IOException {
    try (EchoServer server = EchoServer.start();
        EchoClient client = new EchoClient(server.address())) {
      assertThat(client.exchange(new byte[size])).isPositive();
      assertThat(server.lastSourcePort()).isEqualTo(client.localPort());
    }
  }
}
