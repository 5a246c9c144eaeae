package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.WsrException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileParserTest {
  private static final String HASH = AccessToken.of("a-token-for-tests").sha256();

  private static TokenEntry only(String line) {
    Map<String, TokenEntry> entries = TokenFileParser.parse(Path.of("tokens"), List.of(line));
    assertThat(entries).hasSize(1);
    return Objects.requireNonNull(entries.get(HASH));
  }

  private static String complaint(String... lines) {
    try {
      TokenFileParser.parse(Path.of("tokens.txt"), List.of(lines));
    } catch (WsrException e) {
      assertThat(e.getCause()).isNull(); // It would be printed with it.
      return e.getMessage();
    }
    throw new AssertionError("nothing was wrong with it");
  }

  @Test
  void aHashAloneIsForEverythingForEver() {
    assertThat(only(HASH))
        .isEqualTo(
            new TokenEntry(
                HASH, "", java.util.Set.of(Use.EXPOSE, Use.CONNECT), Instant.MAX, 0, Map.of()));
    assertThat(only("  " + HASH.toUpperCase(Locale.ROOT) + "\t# of Ada").hash()).isEqualTo(HASH);
  }

  @Test
  void readsAllThatALineCanSay() {
    TokenEntry entry =
        only(
            HASH
                + " name=ada use=connect expires=2027-01-31 links=4 link-bytes-per-second=500000 CONTROL_BURST=50 # hers");
    assertThat(entry.name()).isEqualTo("ada");
    assertThat(entry.uses()).containsExactly(Use.CONNECT);
    assertThat(entry.expires()).isEqualTo("2027-02-01T00:00:00Z");
    assertThat(entry.links()).isEqualTo(4);
    assertThat(entry.limits())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(RelayLimit.LINK_BYTES_PER_SECOND, 500_000L, RelayLimit.CONTROL_BURST, 50L));
  }

  @Test
  void readsAMomentAndANameWithAHash() {
    assertThat(only(HASH + " expires=2027-01-31T18:00:00Z").expires())
        .isEqualTo("2027-01-31T18:00:00Z");
    assertThat(only(HASH + " name=ada#1").name()).isEqualTo("ada#1");
  }

  @Test
  void emptyLinesAndCommentsAreNoTokens() {
    assertThat(TokenFileParser.parse(Path.of("tokens"), List.of("", "  ", "# " + HASH))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use=both               | there is no use 'both': write expose, connect or both",
        "use=                   | there is no use '': write expose, connect or both",
        "expires=tomorrow       | 'tomorrow' is no date: write it as 2027-01-31",
        "expires=2027-02-30     | '2027-02-30' is no date",
        "links=0                | links must be a number from 1 to 1000000",
        "links=many             | links must be a number from 1 to 1000000",
        "control-burst=1        | control-burst must be a number from 10 to 1000000",
        "links-total=5          | it has 'links-total': write name=, use=, expires=",
        "memory-bytes=5         | it has 'memory-bytes': write name=",
        "name                   | ",
      })
  void saysWhichLineIsWrongAndWhatMendsIt(String word, String complaint) {
    String line = HASH + " " + word;
    if (complaint == null) {
      assertThat(only(line).name()).isEmpty();
    } else {
      assertThat(complaint("# tokens", line))
          .startsWith("line 2 of the token file tokens.txt: ")
          .contains(complaint);
    }
  }

  @Test
  void aTokenThatIsThereTwiceIsWrong() {
    assertThat(complaint(HASH, "", HASH.toUpperCase(Locale.ROOT)))
        .startsWith("line 3 of the token file tokens.txt: its token is there twice")
        .doesNotContainIgnoringCase(HASH.substring(0, 13));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SECRET",
        "SECRET name=ada",
        "HASH SECRET",
        "HASH SECRET=1",
        "HASH use=SECRET",
        "HASH use=expose,SECRET",
        "HASH expires=SECRET",
        "HASH links=SECRET",
        "HASH link-bytes-per-second=SECRET",
        "HASH name=ada SECRET",
        "HASH name=\u0007SECRET",
        "HASHSECRET",
      })
  void noComplaintQuotesMoreThan12CharactersOfAWord(String line) {
    String secret = AccessToken.generate().text();
    String text = line.replace("SECRET", secret).replace("HASH", HASH);
    String complaint = complaint(text);
    for (int i = 0; i + 13 <= secret.length(); i++) {
      assertThat(complaint).doesNotContain(secret.substring(i, i + 13));
    }
    assertThat(complaint).doesNotContain(HASH.substring(0, 13));
  }

  @Test
  void nothingOfAComplaintCanBreakALine() {
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(
            () -> TokenFileParser.parse(Path.of("tokens"), List.of(HASH + " use=\u202e\u2028x")))
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("\u202e").doesNotContain("\u2028"));
  }
}
