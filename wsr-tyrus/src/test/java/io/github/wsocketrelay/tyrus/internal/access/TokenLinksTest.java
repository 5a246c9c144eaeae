package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.access.TokenLinks.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TokenLinksTest {
  private final TokenLinks links = new TokenLinks();

  private Place take(String hash, int most) {
    return Objects.requireNonNull(links.take(hash, most));
  }

  @Test
  void eachTokenHasItsOwnPlaces() {
    Place first = take("a", 1);
    assertThat(links.isFull("a", 1)).isTrue();
    assertThat(links.take("a", 1)).isNull();
    assertThat(links.isFull("b", 1)).isFalse();
    take("b", 1);
    links.leave(first);
    links.leave(first);
    take("a", 1);
    assertThat(links.tokens()).isEqualTo(2);
  }

  @Test
  void withoutANumberThereIsAlwaysAPlace() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(links.isWithin(take("a", 0), 0)).isTrue();
    }
    assertThat(links.isFull("a", 0)).isFalse();
  }

  @Test
  void theOldestAreWithinALowerNumberInWhateverOrderTheyAreAsked() {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      places.add(take("a", 4));
    }
    for (Place place : List.of(places.get(2), places.get(0), places.get(3), places.get(1))) {
      boolean stays = links.isWithin(place, 2);
      assertThat(stays).isEqualTo(places.indexOf(place) < 2);
      if (!stays) {
        links.leave(place);
      }
    }
    assertThat(links.isFull("a", 2)).isTrue();
    assertThat(links.isFull("a", 3)).isFalse();
  }

  @Test
  void nothingIsLeftOfATokenWithoutLinks() {
    links.leave(take("a", 0));
    assertThat(links.tokens()).isZero();
  }
}
