package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelAddressTest {
  private static final byte[] TUNNEL = new byte[16];

  private static String from(boolean distinct, String target, byte[] tunnel) {
    return new TunnelAddress(distinct)
        .towards(new InetSocketAddress(target, 7_777), tunnel)
        .getHostAddress();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.5.6.7, 127.0.0.1",
    "192.0.2.1, 0.0.0.0",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:db8::1, 0:0:0:0:0:0:0:0"
  })
  void sendsFromTheOrdinaryAddressTowardsATarget(String target, String from) {
    assertThat(from(false, target, TUNNEL)).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 0.0.0.0", "::1, 0:0:0:0:0:0:0:1", "2001:db8::1, 0:0:0:0:0:0:0:0"})
  void distinctAddressesAreForIpv4LoopbackOnly(String target, String from) {
    assertThat(from(true, target, TUNNEL)).isEqualTo(from);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.WINDOWS})
  void givesATunnelTheSameAddressAlwaysAndAnotherTunnelAnother() {
    byte[] other = TUNNEL.clone();
    other[1] = 1;
    String address = from(true, "127.0.0.1", TUNNEL);
    assertThat(address).isEqualTo(from(true, "127.0.0.1", TUNNEL)).startsWith("127.");
    assertThat(from(true, "127.0.0.1", other)).isNotEqualTo(address);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.WINDOWS})
  void keepsAwayFromTheEdgesOfTheBlock() {
    TunnelAddress addresses = new TunnelAddress(true);
    InetSocketAddress target = new InetSocketAddress("127.0.0.1", 7_777);
    Set<Integer> second = new HashSet<>();
    Set<Integer> last = new HashSet<>();
    for (int i = 0; i < 256; i++) {
      byte[] tunnel = {(byte) i, (byte) i, (byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      byte[] address = addresses.towards(target, tunnel).getAddress();
      assertThat(address[0]).isEqualTo((byte) 127);
      second.add(address[1] & 0xff);
      last.add(address[3] & 0xff);
    }
    assertThat(second).hasSize(224).allMatch(x -> x >= 16 && x <= 239);
    assertThat(last).hasSize(254).allMatch(z -> z >= 1 && z <= 254);
  }
}
