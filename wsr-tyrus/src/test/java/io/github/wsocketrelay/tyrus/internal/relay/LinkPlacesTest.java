package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkPlacesTest {

  @Test
  void aPlaceThatIsLeftIsFreeOnce() {
    LinkPlaces places = new LinkPlaces(2);
    LinkPlaces.Place first = Objects.requireNonNull(places.take(Role.EXPOSER));
    assertThat(places.isFull()).isFalse();
    assertThat(places.take(Role.EXPOSER)).isNotNull();
    assertThat(places.isFull()).isTrue();
    assertThat(places.take(Role.EXPOSER)).isNull();

    first.leave();
    first.leave();

    assertThat(places.taken()).isEqualTo(1);
    assertThat(places.take(Role.EXPOSER)).isNotNull();
    assertThat(places.take(Role.EXPOSER)).isNull();
  }

  @Test
  void ofManyWhoComeAtOnceNoMoreFindAPlaceThanThereAre() throws Exception {
    LinkPlaces places = new LinkPlaces(10);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> take = () -> places.take(Role.EXPOSER) != null;
      List<Future<Boolean>> taken =
          threads.invokeAll(Stream.generate(() -> take).limit(200).toList());
      int found = 0;
      for (Future<Boolean> one : taken) {
        found += one.get() ? 1 : 0;
      }
      assertThat(found).isEqualTo(10);
    } finally {
      threads.shutdownNow();
    }
  }
}
