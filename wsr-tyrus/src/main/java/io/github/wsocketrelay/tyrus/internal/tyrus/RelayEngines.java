package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;

/**
 * Makes the engine of one connection's TLS: a client's, in TLS 1.2 or 1.3, that verifies the
 * relay's name. Whatever Grizzly asks for, it is this one: where the other end speaks first,
 * Grizzly would else become a server.
 */
final class RelayEngines extends SSLEngineConfigurator {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final SSLContext context;
  private final String host;
  private final int port;

  /**
   * Makes one.
   *
   * @param host the relay's name or address, as the user gave it
   */
  RelayEngines(SSLContext context, String host, int port) {
    super(context);
    this.context = context;
    this.host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    this.port = port;
  }

  @Override
  public SSLEngine createSSLEngine() {
    forgetSessions();
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(
        Stream.of(parameters.getProtocols()).filter(PROTOCOLS::contains).toArray(String[]::new));
    if (isName()) {
      parameters.setServerNames(List.of(new SNIHostName(host.replaceAll("\\.$", ""))));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createSSLEngine(String peerHost, int peerPort) {
    return createSSLEngine();
  }

  @Override
  public SSLEngine configure(SSLEngine engine) {
    return engine; // It is.
  }

  @Override
  public SSLEngineConfigurator copy() {
    return this;
  }

  private boolean isName() {
    return host.indexOf(':') < 0 && !host.matches("[0-9.]+");
  }

  /**
   * A resumed session would not show its certificate again, which may be expired by now, or
   * withdrawn: each connection is verified.
   */
  private void forgetSessions() {
    SSLSessionContext sessions = context.getClientSessionContext();
    if (sessions == null) {
      return; // As another provider may have it.
    }
    for (byte[] id : Collections.list(sessions.getIds())) {
      SSLSession session = sessions.getSession(id);
      if (session != null && host.equalsIgnoreCase(session.getPeerHost())) {
        session.invalidate();
      }
    }
  }
}
