package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.AddressRange;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Whatever is forwarded is an address in the end, and only a trusted proxy's word counts. */
class ForwardedForFuzzTest {
  private static final ForwardedFor PROXIES =
      new ForwardedFor(
          List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8::/32")));
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 443);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.9", 443);

  @FuzzTest(maxDuration = "10m")
  void aHeaderTellsAnAddressOrNothing(FuzzedDataProvider data) {
    String nearest = data.consumeString(60);
    List<String> headers = new ArrayList<>();
    while (data.remainingBytes() > 0 && headers.size() < 8) {
      headers.add(data.consumeString(200));
    }

    InetSocketAddress client = PROXIES.clientOf(PROXY, headers);
    assertThat(client.isUnresolved()).isFalse();
    assertThat(client.equals(PROXY) || client.getPort() == 0).isTrue();
    assertThat(PROXIES.clientOf(STRANGER, headers)).isEqualTo(STRANGER);

    InetSocketAddress alone = PROXIES.clientOf(PROXY, List.of(nearest));
    headers.add(nearest);
    if (!PROXIES.isTrusted(alone.getAddress())) {
      assertThat(PROXIES.clientOf(PROXY, headers)).isEqualTo(alone);
    }
  }
}
