/**
 * Carries UDP through WebSockets: a {@linkplain io.github.wsocketrelay.RelayServer relay} in the
 * middle, an {@linkplain io.github.wsocketrelay.Exposer exposer} beside a UDP server, and a
 * {@linkplain io.github.wsocketrelay.Connector connector} beside each client.
 */
module io.github.wsocketrelay {
  requires static transitive org.jspecify;

  exports io.github.wsocketrelay;
  exports io.github.wsocketrelay.spi;

  uses io.github.wsocketrelay.spi.RelayAdminProvider;
  uses io.github.wsocketrelay.spi.WsrProvider;
}
