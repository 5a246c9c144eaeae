package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.jakarta.RelayMountBuilder;
import jakarta.servlet.ServletContextEvent;
import jakarta.websocket.server.ServerContainer;
import java.util.function.Consumer;

/** A mounted relay whose container is set up by a test before. */
final class PreparedRelay extends MountedRelay {
  private final Consumer<ServerContainer> before;

  PreparedRelay(RelayMountBuilder mount, Consumer<ServerContainer> before) {
    super(mount);
    this.before = before;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    before.accept(
        (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName()));
    super.contextInitialized(event);
  }
}
