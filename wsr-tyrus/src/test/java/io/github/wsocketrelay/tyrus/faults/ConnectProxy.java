package io.github.wsocketrelay.tyrus.faults;

import io.github.wsocketrelay.HttpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An HTTP proxy on loopback that makes tunnels with CONNECT, as RFC 9110 has it, or answers what a
 * test wants it to. Looks up no name but those that a test gives. All its threads are daemons that
 * end with their sockets.
 */
public final class ConnectProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final Function<String, Optional<String>> answers;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private ConnectProxy(Function<String, Optional<String>> answers) throws IOException {
    this.answers = answers;
    this.listening = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    run("accept", this::accept);
  }

  /** One that connects to the target's port on this machine, whatever its host. */
  public static ConnectProxy open() {
    return with(request -> Optional.empty());
  }

  /** The same, for those only that show this login. */
  public static ConnectProxy asking(String user, String password) {
    String login = user + ":" + password;
    String wanted =
        "\r\nProxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))
            + "\r\n";
    return with(
        request ->
            request.contains(wanted)
                ? Optional.empty()
                : Optional.of(
                    "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n\r\nno!\n"));
  }

  /** One that says this to everything and then closes. */
  public static ConnectProxy saying(String answer) {
    return with(request -> Optional.of(answer));
  }

  private static ConnectProxy with(Function<String, Optional<String>> answers) {
    try {
      return new ConnectProxy(answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As sides are to have it. */
  public HttpProxy proxy() {
    return new HttpProxy("127.0.0.1", listening.getLocalPort());
  }

  /** The heads of all requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many connections are open. */
  public int connections() {
    return sockets.size();
  }

  private void run(String what, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // A socket was closed, by either end or by the test.
              }
            },
            "connect-proxy-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      sockets.add(client);
      run("tunnel", () -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String request = head(client.getInputStream());
      requests.add(request);
      Optional<String> answer = answers.apply(request);
      if (answer.isPresent()) {
        client.getOutputStream().write(answer.get().getBytes(StandardCharsets.ISO_8859_1));
      } else {
        tunnel(client, request.split(" ", 3)[1]);
      }
    } finally {
      sockets.remove(client);
    }
  }

  private void tunnel(Socket client, String target) throws IOException {
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    try (Socket relay = new Socket("127.0.0.1", port)) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Here you are\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      client.setTcpNoDelay(true);
      relay.setTcpNoDelay(true);
      run(
          "back",
          () -> {
            try (client) {
              copy(relay.getInputStream(), client.getOutputStream());
            }
          });
      copy(client.getInputStream(), relay.getOutputStream());
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[65_536];
    for (int bytes = from.read(buffer); bytes >= 0; bytes = from.read(buffer)) {
      to.write(buffer, 0, bytes);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
