package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Asserts after each test, and after its {@code @AfterEach} methods, that no thread of ours and no
 * socket is left that was not there before the test's object was made. Sockets are seen on Linux
 * only.
 */
public final class Leaks implements TestInstancePreConstructCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Leaks.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern OURS = Pattern.compile("wsr-.*|.*SelectorRunner.*|HttpServer-.*");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** For JUnit. */
  public Leaks() {}

  /** What there is at one moment. */
  private record Snapshot(Set<Thread> threads, Set<String> sockets) {
    static Snapshot take() {
      return new Snapshot(new HashSet<>(threadsOfOurs()), Leaks.sockets());
    }
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    openOneOfEach();
    context.getStore(NAMESPACE).put(Snapshot.class, Snapshot.take());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Snapshot before = context.getStore(NAMESPACE).get(Snapshot.class, Snapshot.class);
    await().atMost(PATIENCE).untilAsserted(() -> assertNothingSince(before));
  }

  private static void assertNothingSince(Snapshot before) {
    assertThat(threadsOfOurs())
        .as("threads of ours that are left")
        .filteredOn(thread -> !before.threads().contains(thread))
        .extracting(Thread::getName)
        .isEmpty();
    Set<String> left = sockets();
    left.removeAll(before.sockets());
    assertThat(left.stream().map(Leaks::describe)).as("sockets that are left").isEmpty();
  }

  /** The threads that this library, or Grizzly for it, has made. */
  public static List<Thread> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> OURS.matcher(thread.getName()).matches())
        .toList();
  }

  /** The open sockets of this process, as {@code socket:[inode]}; none where they are not seen. */
  public static Set<String> sockets() {
    Set<String> found = new HashSet<>();
    for (Path descriptor : descriptors()) {
      targetOf(descriptor).filter(target -> target.startsWith("socket:")).ifPresent(found::add);
    }
    return found;
  }

  /** How many descriptors of files, sockets and all else this process has open; 0 if not known. */
  public static int descriptorCount() {
    return descriptors().size();
  }

  private static Collection<Path> descriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> targetOf(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Closed since the listing.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With its line in the system's table, which has its addresses and state, in hexadecimal. */
  private static String describe(String socket) {
    String inode = " " + socket.replaceAll("\\D", "") + " ";
    return Stream.of("tcp", "tcp6", "udp", "udp6")
        .flatMap(table -> lines(table).filter(line -> line.contains(inode)))
        .findFirst()
        .map(line -> socket + line)
        .orElse(socket);
  }

  private static Stream<String> lines(String table) {
    Path file = Path.of("/proc/self/net", table);
    try {
      return Files.isReadable(file) ? Files.readAllLines(file).stream() : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK keeps descriptors of its own from the first use of each kind on. */
  private static void openOneOfEach() {
    try (ServerSocket listening = new ServerSocket(0);
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket accepted = listening.accept();
        DatagramSocket datagrams = new DatagramSocket();
        SocketChannel channel = SocketChannel.open();
        ServerSocketChannel listeningChannel = ServerSocketChannel.open();
        DatagramChannel datagramChannel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      assertThat(List.of(socket, accepted, datagrams, channel, listeningChannel, datagramChannel))
          .doesNotContainNull();
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
