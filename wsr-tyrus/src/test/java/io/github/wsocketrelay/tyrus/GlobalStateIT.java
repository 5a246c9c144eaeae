package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The library is a guest in a launcher's process: what belongs to all is left as it was. */
@Timeout(60)
@ExtendWith(Leaks.class)
class GlobalStateIT {

  /** What any code of a process can change, and all of it shares. */
  private record Shared(
      Properties properties,
      SSLContext tls,
      Object hostNames,
      List<Provider> providers,
      List<Handler> logHandlers,
      Level logLevel,
      PrintStream out,
      PrintStream err,
      Thread.UncaughtExceptionHandler uncaught) {

    static Shared now() throws Exception {
      Logger root = Logger.getLogger("");
      Properties properties = new Properties();
      properties.putAll(System.getProperties());
      return new Shared(
          properties,
          SSLContext.getDefault(),
          HttpsURLConnection.getDefaultHostnameVerifier(),
          Arrays.asList(Security.getProviders()),
          Arrays.asList(root.getHandlers()),
          root.getLevel(),
          System.out,
          System.err,
          Thread.getDefaultUncaughtExceptionHandler());
    }
  }

  @Test
  void isLeftAsItWasAndNothingIsPrinted() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Shared before;
    Shared after;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (UdpPeer server = UdpPeer.open();
        UdpPeer client = UdpPeer.open()) {
      before = Shared.now();
      try (RelayServer relay = RelayServer.builder().bind("127.0.0.1").start();
          Exposer exposer =
              Exposer.builder()
                  .relay("127.0.0.1:" + relay.localAddress().getPort())
                  .target(server.address().getPort())
                  .start();
          Connector connector = Connector.builder().invitation(exposer.invitation()).start()) {
        client.send(new byte[] {1, 2, 3}, connector.localAddress());
        assertThat(server.receive().payload()).containsExactly(1, 2, 3);
      }
      after = Shared.now();
    } finally {
      System.setOut(out);
    }
    assertThat(after).isEqualTo(before);
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
