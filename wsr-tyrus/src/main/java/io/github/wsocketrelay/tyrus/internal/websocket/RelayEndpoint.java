package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.access.Knock;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.log.LogLimit;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The relay in a Jakarta WebSocket container: turns sessions into links. One instance a session.
 */
public final class RelayEndpoint extends Endpoint {
  private static final Logger LOG = System.getLogger(RelayEndpoint.class.getName());
  private static final LogLimit LOGS = new LogLimit(LOG); // all links': a stranger has many
  private static final String ADMISSION = RelayEndpoint.class.getName() + ".admission";
  private static final Pattern TAG = Pattern.compile("[a-z2-7]{26}");
  private final LinkAcceptor acceptor;
  private final Role role;
  private final Container container;
  private @Nullable SessionLink link;

  private RelayEndpoint(LinkAcceptor acceptor, Role role, Container container) {
    this.acceptor = acceptor;
    this.role = role;
    this.container = container;
  }

  /**
   * What to deploy.
   *
   * @param prefix what comes before the protocol's own paths: nothing, or a path without a slash at
   *     its end
   * @param gate decides who may come
   */
  public static List<ServerEndpointConfig> configs(
      String prefix, LinkAcceptor acceptor, Gate gate, Container container) {
    return List.of(
        config(prefix + WsrPaths.EXPOSE, Role.EXPOSER, acceptor, gate, container),
        config(prefix + WsrPaths.CONNECT, Role.CONNECTOR, acceptor, gate, container));
  }

  private static ServerEndpointConfig config(
      String path, Role role, LinkAcceptor acceptor, Gate gate, Container container) {
    return ServerEndpointConfig.Builder.create(RelayEndpoint.class, path + "{tag}")
        .subprotocols(List.of(WsrPaths.SUBPROTOCOL))
        .configurator(new Handshake(acceptor, gate, role, container))
        .build();
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Admission admission = (Admission) config.getUserProperties().get(ADMISSION);
    Sessions sessions = container.sessions();
    if (sessions != null && !sessions.opened(session)) {
      refuse(session, CloseCode.GOING_AWAY, "relay closes");
    } else if (admission == null) {
      refuse(session, CloseCode.DENIED, "the handshake was not asked");
    } else if (!TAG.matcher(admission.tag()).matches()) {
      refuse(session, RejectReason.PROTOCOL, "the path must end in a tag");
    } else if (!WsrPaths.SUBPROTOCOL.equals(session.getNegotiatedSubprotocol())) {
      refuse(session, RejectReason.PROTOCOL, "the subprotocol must be " + WsrPaths.SUBPROTOCOL);
    } else {
      open(session, admission, sessions);
    }
  }

  private void open(Session session, Admission admission, @Nullable Sessions sessions) {
    Transmission transmission =
        sessions == null
            ? new DirectTransmission(session, container.opening())
            : sessions.enter(session, admission.client());
    if (transmission == null) {
      refuse(session, RejectReason.LIMIT_REACHED, "too many newcomers");
      return;
    }
    Request request = new Request(role, admission.tag(), admission.host(), admission.grant());
    link =
        SessionLink.open(
            session, transmission, admission.client(), opened -> acceptor.accept(opened, request));
  }

  private void refuse(Session session, RejectReason reason, String why) {
    acceptor.refused(reason);
    refuse(session, CloseCode.of(reason), why);
  }

  private static void refuse(Session session, int code, String why) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), why));
    } catch (IOException e) {
      LOGS.log(Level.DEBUG, "refuse", "refusing a link: " + LogText.shown(e.toString()));
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (link != null) {
      link.ended(reason);
    }
    Sessions sessions = container.sessions();
    if (sessions != null) {
      sessions.closed(session);
    }
  }

  @Override
  public void onError(Session session, Throwable cause) {
    String type = cause.getClass().getName();
    LOGS.log(Level.DEBUG, type, "error on a link: " + type);
  }

  /**
   * What a handshake has come to.
   *
   * @param client where the side is
   * @param grant whether it may come, now or later
   */
  private record Admission(
      String tag, String host, InetSocketAddress client, CompletableFuture<Grant> grant) {}

  /**
   * The first gate: refuses what is decided at once. What is decided later, or opened by a
   * container that takes no refusal, is left to the second, {@link LinkAcceptor#accept}.
   */
  private static final class Handshake extends ServerEndpointConfig.Configurator {
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;

    private final LinkAcceptor acceptor;
    private final Gate gate;
    private final Role role;
    private final Container container;

    Handshake(LinkAcceptor acceptor, Gate gate, Role role, Container container) {
      this.acceptor = acceptor;
      this.gate = gate;
      this.role = role;
      this.container = container;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(new RelayEndpoint(acceptor, role, container));
    }

    /** The gate decides, which knows the relay's settings. */
    @Override
    public boolean checkOrigin(String origin) {
      return true;
    }

    /** As any container does it; its own way is looked up by class loaders that may miss it. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
      return requested.contains(WsrPaths.SUBPROTOCOL) ? WsrPaths.SUBPROTOCOL : "";
    }

    /** None: what is compressed may be larger than any limit when it is not. */
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      Knock knock =
          new Knock(
              role == Role.EXPOSER ? Use.EXPOSE : Use.CONNECT,
              tagOf(request),
              container.peer(config, request),
              request.getHeaders(),
              query(request),
              container.certificates());
      InetSocketAddress client = gate.clientOf(knock);
      CompletableFuture<Grant> grant = ask(knock, client);
      List<String> hosts = knock.values("Host");
      String host = hosts.isEmpty() ? "" : hosts.get(0);
      config.getUserProperties().put(ADMISSION, new Admission(knock.tag(), host, client, grant));
      Grant decided = grant.isDone() ? grant.join() : null;
      RejectReason refusal = decided == null ? null : decided.refusal();
      if (decided != null && refusal != null && refusal != RejectReason.PROTOCOL) {
        refuse(response, refusal, decided.mend());
      }
    }

    /** A link for which there is no room is refused here, and so counted only once. */
    private CompletableFuture<Grant> ask(Knock knock, InetSocketAddress client) {
      if (!TAG.matcher(knock.tag()).matches()) {
        return refused(RejectReason.PROTOCOL); // Nobody is asked; the link says why.
      }
      CompletableFuture<Grant> grant = gate.decide(knock, client).toCompletableFuture();
      if (grant.isDone() && grant.join().refusal() != null) {
        return grant;
      }
      RejectReason full = acceptor.refusal(client);
      return full == null ? grant : refused(full);
    }

    private static CompletableFuture<Grant> refused(RejectReason reason) {
      return CompletableFuture.completedFuture(Grant.refused(reason));
    }

    private void refuse(HandshakeResponse response, RejectReason why, @Nullable String mend) {
      boolean isFull = why == RejectReason.LIMIT_REACHED;
      String phrase =
          isFull ? "Too Many Requests" : mend == null ? "Forbidden" : "Forbidden: " + mend;
      if (container.refuse(response, isFull ? TOO_MANY : FORBIDDEN, phrase)) {
        acceptor.refused(why); // Else the link is, and counts.
      }
    }

    /** Null without one; a question mark alone is none, and not every container shows it. */
    private static @Nullable String query(HandshakeRequest request) {
      String query = request.getQueryString();
      String shown =
          query == null || query.isEmpty() ? request.getRequestURI().getRawQuery() : query;
      return shown == null || shown.isEmpty() ? null : shown;
    }

    private static String tagOf(HandshakeRequest request) {
      String path = request.getRequestURI().getPath();
      return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    }
  }
}
