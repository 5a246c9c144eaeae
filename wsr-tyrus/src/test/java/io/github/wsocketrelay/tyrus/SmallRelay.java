package io.github.wsocketrelay.tyrus;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The main class of {@link RelayProcess}: prints its port, and then answers each line that it is
 * given with a number.
 */
final class SmallRelay {
  static final String ANSWER = "= ";
  static final String LINKS = "links";
  static final String DESCRIPTORS = "descriptors";
  static final String MEMORY = "memory";

  private SmallRelay() {}

  /** Starts a relay with limits: NAME=value. Ends when its standard input does. */
  public static void main(String[] limits) throws IOException, ReflectiveOperationException {
    RelayServerBuilder builder = RelayServer.builder().bind("127.0.0.1");
    for (String limit : limits) {
      int equals = limit.indexOf('=');
      builder.limit(
          RelayLimit.valueOf(limit.substring(0, equals)),
          Long.parseLong(limit.substring(equals + 1)));
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (RelayServer relay = builder.start()) {
      out.println(ANSWER + relay.localAddress().getPort());
      String question = in.readLine();
      while (question != null) {
        out.println(ANSWER + answer(relay, question));
        question = in.readLine();
      }
    }
  }

  private static long answer(RelayServer relay, String question)
      throws ReflectiveOperationException {
    return switch (question) {
      case LINKS -> relay.links();
      case DESCRIPTORS -> descriptors();
      case MEMORY -> core(relay).memory().held();
      default -> Objects.requireNonNull(relay.limitHits().get(RelayLimit.valueOf(question)));
    };
  }

  private static long descriptors() {
    try {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? unix.getOpenFileDescriptorCount()
          : 0;
    } catch (LinkageError e) {
      return 0; // As in the runtime that it is started with.
    }
  }

  /** What no user is told. */
  private static RelayCore core(RelayServer relay) throws ReflectiveOperationException {
    Field core = relay.getClass().getDeclaredField("core");
    core.setAccessible(true);
    return (RelayCore) core.get(relay);
  }
}
