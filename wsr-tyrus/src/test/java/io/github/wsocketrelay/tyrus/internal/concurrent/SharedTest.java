package io.github.wsocketrelay.tyrus.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedTest {
  private final List<Resource> made = new ArrayList<>();
  private final Shared<Resource> shared = new Shared<>(this::make);

  private Resource make() {
    Resource resource = new Resource();
    made.add(resource);
    return resource;
  }

  @Test
  void makesNothingBeforeTheFirstUser() {
    assertThat(made).isEmpty();
  }

  @Test
  void givesAllUsersTheSameResource() {
    Shared.Share<Resource> one = shared.acquire();
    Shared.Share<Resource> other = shared.acquire();

    assertThat(one.get()).isSameAs(other.get());
    assertThat(made).hasSize(1);
  }

  @Test
  void closesTheResourceAfterItsLastUser() {
    Shared.Share<Resource> one = shared.acquire();
    Shared.Share<Resource> other = shared.acquire();
    one.close();
    assertThat(one.get().closed).isZero();

    other.close();
    assertThat(other.get().closed).isEqualTo(1);
  }

  @Test
  void countsAShareOnceHoweverOftenItIsGivenBack() {
    Shared.Share<Resource> one = shared.acquire();
    Shared.Share<Resource> other = shared.acquire();
    one.close();
    one.close();
    assertThat(other.get().closed).isZero();

    other.close();
    other.close();
    assertThat(other.get().closed).isEqualTo(1);
  }

  @Test
  void makesANewResourceForAUserAfterTheLast() {
    shared.acquire().close();
    Shared.Share<Resource> later = shared.acquire();

    assertThat(made).hasSize(2);
    assertThat(later.get()).isSameAs(made.get(1));
    assertThat(later.get().closed).isZero();
  }

  @Test
  void triesAgainAfterTheResourceCouldNotBeMade() {
    List<String> attempts = new ArrayList<>();
    Shared<Resource> failingOnce =
        new Shared<>(
            () -> {
              attempts.add("attempt");
              if (attempts.size() == 1) {
                throw new IllegalStateException("no port");
              }
              return make();
            });
    assertThatIllegalStateException().isThrownBy(failingOnce::acquire).withMessage("no port");

    failingOnce.acquire().close();
    assertThat(made).singleElement().extracting(resource -> resource.closed).isEqualTo(1);
  }

  @Test
  void tellsTheLastUserThatTheResourceDidNotClose() {
    Shared<AutoCloseable> stubborn =
        new Shared<>(
            () ->
                () -> {
                  throw new IOException("stuck");
                });
    Shared.Share<AutoCloseable> share = stubborn.acquire();

    assertThatIllegalStateException()
        .isThrownBy(share::close)
        .withMessageContaining("failed to close")
        .withCauseInstanceOf(IOException.class);
  }

  private static final class Resource implements AutoCloseable {
    private int closed;

    @Override
    public void close() {
      closed++;
    }
  }
}
