package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A file of PEM is a private key, or is refused in words. */
class PrivateKeysFuzzTest {
  private static final List<String> FORMS =
      List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY");

  /** As text, or as the bytes inside, which are harder to come to. */
  @FuzzTest(maxDuration = "10m")
  void pemIsAKeyOrRefusedInWords(FuzzedDataProvider data) {
    int form = data.consumeInt(0, FORMS.size());
    byte[] bytes = data.consumeRemainingAsBytes();
    String text =
        form == FORMS.size()
            ? new String(bytes, StandardCharsets.ISO_8859_1)
            : "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(FORMS.get(form), Base64.getMimeEncoder().encodeToString(bytes));
    try {
      assertThat(PrivateKeys.parse(text).getAlgorithm()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("it");
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    }
  }
}
