package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.jakarta.RelayMountBuilder;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.server.ServerContainer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A relay that starts and ends with a web application. */
class MountedRelay implements ServletContextListener {
  private final RelayMountBuilder mount;
  private volatile @Nullable RelayServer relay;

  MountedRelay(RelayMountBuilder mount) {
    this.mount = mount;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
    relay = mount.container((ServerContainer) container).path("/relay").start();
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    RelayServer started = relay;
    if (started != null) { // It is null when the start has failed.
      started.close();
    }
  }

  /** The relay, while the application runs. */
  RelayServer relay() {
    return Objects.requireNonNull(relay, "the web application has not started");
  }
}
