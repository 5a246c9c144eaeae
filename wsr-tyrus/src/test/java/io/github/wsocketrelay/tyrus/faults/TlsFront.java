package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Ends TLS before a relay, as a reverse proxy does, on the JDK's own sockets: another
 * implementation than the one under test. Counts what it has read. Its threads are daemons that end
 * with their sockets.
 */
public final class TlsFront implements AutoCloseable {
  private final SSLServerSocket listening;
  private final int relayPort;
  private final AtomicInteger bytes = new AtomicInteger();
  private final List<String> serverNames = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** What may be set before clients are let in. */
  public interface Setting {
    void apply(SSLServerSocket socket);
  }

  private TlsFront(SSLContext context, int relayPort, Setting setting) throws IOException {
    this.relayPort = relayPort;
    this.listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    setting.apply(listening);
    run(this::accept);
  }

  /** Starts one at a loopback port of its own. */
  public static TlsFront to(int relayPort, SSLContext context, Setting setting) {
    try {
      return new TlsFront(context, relayPort, setting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many bytes have come within TLS. */
  public int bytes() {
    return bytes.get();
  }

  /** The names that clients have asked for (SNI), one for each handshake that was completed. */
  public List<String> serverNames() {
    return List.copyOf(serverNames);
  }

  /** How many connections are open. */
  public int connections() {
    return sockets.size();
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void run(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // A socket was closed, by either end or by the test, or there was no handshake.
              }
            },
            "tls-front");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      SSLSocket client = (SSLSocket) listening.accept();
      sockets.add(client);
      run(() -> serve(client));
    }
  }

  private void serve(SSLSocket client) throws IOException {
    try (client) {
      client.setTcpNoDelay(true);
      client.startHandshake();
      serverNames.add(
          ((ExtendedSSLSession) client.getSession()).getRequestedServerNames().toString());
      InputStream in = client.getInputStream();
      byte[] first = new byte[65_536];
      int begun = in.read(first);
      if (begun < 0) {
        return;
      }
      bytes.addAndGet(begun);
      try (Socket relay = new Socket("127.0.0.1", relayPort)) {
        relay.setTcpNoDelay(true);
        relay.getOutputStream().write(first, 0, begun);
        run(
            () -> {
              try (client) {
                copy(relay.getInputStream(), client.getOutputStream());
              }
            });
        copy(in, relay.getOutputStream());
      }
    } finally {
      sockets.remove(client);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[65_536];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
