package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerIdTest {
  private static final String SIX_WORDS = "bedroom-plastic-pelican-delta-soup-light";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SIX_WORDS,
        "  bedroom plastic pelican delta soup light\n",
        "BEDROOM-Plastic-pelican-DELTA-soup-light",
        "bedroom_plastic.pelican,delta;soup:light",
        "bedroom -- plastic / pelican | delta + soup \u2013 light",
        "-bedr plas peli delt soup ligh-",
        "\uff42edroom plastic pelican delta soup light"
      })
  void readsSixWordsHoweverTheyAreWritten(String text) {
    assertThat(ServerId.parse(text).text()).isEqualTo(SIX_WORDS);
    assertThat(ServerId.parse(text).isRandom()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-server", "My Server", "MY_SERVER", " my--server "})
  void readsAChosenIdHoweverItIsWritten(String text) {
    assertThat(ServerId.parse(text).text()).isEqualTo("my-server");
    assertThat(ServerId.parse(text).isRandom()).isFalse();
  }

  @Test
  void readsBackARandomId() {
    ServerId id = ServerId.random();

    assertThat(id.isRandom()).isTrue();
    assertThat(id.text().split("-")).hasSize(6);
    assertThat(ServerId.parse(id.text())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(ServerId.random()).isNotEqualTo(id);
  }

  @Test
  void namesAWrongWordItsPlaceAndTheNearestRightOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse("bedroom-plastic-pelicon-delta-soup-light"))
        .withMessageContainingAll("word 3", "'pelicon'", "'pelican'")
        .withMessageNotContaining("plastic");
  }

  @Test
  void refusesAChosenIdInSixParts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse("a-b-c-d-e-f"))
        .withMessageContainingAll("word 1", "'a'", "a chosen ID must not have six parts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bedroom-plastic-pelican-delta",
        "bedroom-plastic-pelican-delta-soup",
        "bedroom-plastic-pelican-delta-soup-light-zoom"
      })
  void refusesAnotherNumberOfWordsFromTheList(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse(text))
        .withMessageContainingAll("has six words", "has " + text.split("-").length)
        .withMessageNotContaining("pelican");
  }

  @Test
  void takesAFewWordsFromTheListAsAChosenId() {
    assertThat(ServerId.parse("bedroom-plastic-pelican").isRandom()).isFalse();
  }

  @Test
  void takesThreeTo64Characters() {
    assertThat(ServerId.parse("abc").text()).isEqualTo("abc");
    assertThat(ServerId.parse("x".repeat(64)).text()).hasSize(64);
  }

  @Test
  void saysHowLongAnIdIsThatIsTooShortOrTooLong() {
    String tooLong = "secret".repeat(11);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse("qz"))
        .withMessageContaining("has 2")
        .withMessageNotContaining("qz");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse(tooLong))
        .withMessageContaining("has 66")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse(""))
        .withMessageContaining("has 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qzqz\u00e9", "qzqz@relay", "qzqz#1", "qzqz\u0000"})
  void refusesOtherCharactersWithoutPrintingTheId(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerId.parse(text))
        .withMessageContaining("others among them")
        .withMessageNotContaining("qzqz");
  }

  @Test
  void showsOnlySixCharactersOfItsTag() {
    ServerId id = ServerId.parse("my-server");

    assertThat(id.toString()).isEqualTo("#" + id.keys().tag().substring(0, 6)).hasSize(7);
    assertThat(id.toString()).doesNotContain("server");
  }

  @Test
  void derivesItsKeysOnce() {
    ServerId id = ServerId.parse("my-server");

    assertThat(id.keys()).isSameAs(id.keys());
  }
}
