package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RelayServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A relay on this machine for all tests of a class. */
final class LocalRelay implements BeforeAllCallback, AfterAllCallback {
  private @Nullable RelayServer relay;

  @Override
  public void beforeAll(ExtensionContext context) {
    relay = RelayServer.builder().bind("127.0.0.1").start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    running().close();
  }

  private RelayServer running() {
    return Objects.requireNonNull(relay);
  }

  /** As the command lines take it. */
  String address() {
    return AddressText.of(running().localAddress());
  }

  int port() {
    return running().localAddress().getPort();
  }
}
