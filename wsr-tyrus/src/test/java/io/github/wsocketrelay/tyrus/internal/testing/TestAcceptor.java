package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes every link, whatever was asked. */
public record TestAcceptor(Function<Link, LinkHandler> handlers) implements LinkAcceptor {

  public static TestAcceptor of(Function<Link, LinkHandler> handlers) {
    return new TestAcceptor(handlers);
  }

  @Override
  public LinkHandler accept(Link link, Request request) {
    return handlers.apply(link);
  }

  @Override
  public @Nullable RejectReason refusal(InetSocketAddress client) {
    return null;
  }
}
