package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTriesTest {
  private final ManualTicker ticker = new ManualTicker();
  private final List<String> tried = new ArrayList<>();

  private static List<InetAddress> addresses(int count) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      addresses.add(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i}));
    }
    return addresses;
  }

  private String refused(InetAddress address, long limitNanos) throws IOException {
    tried.add(address.getHostAddress() + " for " + Duration.ofNanos(limitNanos));
    throw new ConnectException(address.getHostAddress());
  }

  private String silent(InetAddress address, long limitNanos) throws IOException {
    ticker.advance(Duration.ofNanos(limitNanos));
    return refused(address, limitNanos);
  }

  @Test
  void takesTheFirstAddressThatAnswers() throws Exception {
    String connected =
        AddressTries.first(
            addresses(3),
            new Deadline(ticker, Duration.ofSeconds(30)),
            (address, limit) ->
                address.getHostAddress().equals("10.0.0.2") ? "second" : refused(address, limit));

    assertThat(connected).isEqualTo("second");
    assertThat(tried).containsExactly("10.0.0.1 for PT2S");
  }

  @Test
  void givesSilentAddressesTwoSecondsAndTheLastAllThatIsLeft() throws Exception {
    assertThatThrownBy(
            () ->
                AddressTries.first(
                    addresses(3), new Deadline(ticker, Duration.ofSeconds(30)), this::silent))
        .hasMessage("10.0.0.3");

    assertThat(tried)
        .containsExactly("10.0.0.1 for PT2S", "10.0.0.2 for PT2S", "10.0.0.3 for PT26S");
  }

  @Test
  void sharesAShortTimeAmongAllAddresses() throws Exception {
    assertThatThrownBy(
            () ->
                AddressTries.first(
                    addresses(3), new Deadline(ticker, Duration.ofSeconds(3)), this::silent))
        .isInstanceOf(ConnectException.class);

    assertThat(tried)
        .containsExactly("10.0.0.1 for PT1S", "10.0.0.2 for PT1S", "10.0.0.3 for PT1S");
  }

  @Test
  void leavesTheTimeOfRefusedAddressesToTheOthers() throws Exception {
    assertThatThrownBy(
            () ->
                AddressTries.first(
                    addresses(2), new Deadline(ticker, Duration.ofSeconds(3)), this::refused))
        .hasMessage("10.0.0.2")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed()).extracting("message").contains("10.0.0.1"));

    assertThat(tried).containsExactly("10.0.0.1 for PT1.5S", "10.0.0.2 for PT3S");
  }

  @Test
  void triesOneAddressForAllTheTime() throws Exception {
    assertThatThrownBy(
            () ->
                AddressTries.first(
                    addresses(1), new Deadline(ticker, Duration.ofSeconds(30)), this::silent))
        .hasMessage("10.0.0.1");

    assertThat(tried).containsExactly("10.0.0.1 for PT30S");
  }
}
