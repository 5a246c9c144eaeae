package io.github.wsocketrelay.tyrus.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ConnectorListener.Opened;
import io.github.wsocketrelay.ServerId;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedNewsTest {
  private static final ServerId SERVER = ServerId.random();
  private static final InetSocketAddress FIRST = new InetSocketAddress("127.0.0.1", 7_777);
  private static final InetSocketAddress SECOND = new InetSocketAddress("127.0.0.1", 7_778);

  private final OpenedNews news = new OpenedNews();

  private static Opened openedAt(InetSocketAddress... addresses) {
    return new Opened(SERVER, List.of(addresses), "the key");
  }

  @Test
  void theFirstTimeIsNewsThoughTheRoleIsRunningFromItsStart() {
    assertThat(news.isNews(openedAt(FIRST), false)).isTrue();
  }

  @Test
  void aLinkThatTookThePlaceOfAnotherIsNoNews() {
    news.isNews(openedAt(FIRST), false);
    assertThat(news.isNews(openedAt(FIRST), false)).isFalse();
    assertThat(news.isNews(openedAt(FIRST), false)).isFalse();
  }

  @Test
  void aReturnFromBeingAwayIsNewsEachTime() {
    news.isNews(openedAt(FIRST), false);
    assertThat(news.isNews(openedAt(FIRST), true)).isTrue();
    assertThat(news.isNews(openedAt(FIRST), true)).isTrue();
  }

  @Test
  void otherLocalAddressesAreNews() {
    news.isNews(openedAt(FIRST), false);
    assertThat(news.isNews(openedAt(FIRST, SECOND), false)).isTrue();
    assertThat(news.isNews(openedAt(FIRST, SECOND), false)).isFalse();
  }
}
