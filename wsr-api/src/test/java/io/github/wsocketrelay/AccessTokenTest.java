package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

  @Test
  void isMadeOf256RandomBitsAndNotShown() {
    AccessToken token = AccessToken.generate();

    assertThat(token.text()).matches("wsr_[A-Za-z0-9_-]{43}");
    assertThat(token.toString()).doesNotContain(token.text());
    assertThat(AccessToken.generate()).isNotEqualTo(token);
    assertThat(AccessToken.of("\n" + token.text() + " ")).isEqualTo(token).hasSameHashCodeAs(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3cret",
        "s3cret s3cret s3cret",
        "s3cret\r\ns3crets3cret",
        "s3cret=s3crets3cret"
      })
  void refusesWhatNoHeaderMayHoldWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessToken.of(text))
        .withMessageContaining("copy it whole")
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"));
  }

  @Test
  void isBoundedInLength() {
    assertThat(AccessToken.of("a".repeat(512)).text()).hasSize(512);
    assertThatIllegalArgumentException().isThrownBy(() -> AccessToken.of("a".repeat(513)));
  }
}
