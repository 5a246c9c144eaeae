package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.testing.LoggedWarnings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private static final AccessToken ADA = AccessToken.generate();
  private static final AccessToken BOB = AccessToken.generate();

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-12-31T12:00:00Z");
  private Path path;
  private TokenFile file;

  @BeforeEach
  void open() {
    path = directory.resolve("tokens");
    write(ADA.sha256() + " name=ada", BOB.sha256() + " name=bob use=connect links=2");
    file = TokenFile.open(path, () -> now);
  }

  private void write(String... lines) {
    try {
      Files.write(path, List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void changed(String... lines) {
    write(lines);
    file.look();
    file.look();
  }

  private Grant decide(AccessToken token, Use use) {
    return file.decide(
            new AccessRequest(
                use,
                "tag",
                new InetSocketAddress("192.0.2.1", 1),
                Optional.ofNullable(token),
                List.of()))
        .toCompletableFuture()
        .join();
  }

  private Grant begun(AccessToken token) {
    Grant grant = decide(token, Use.CONNECT);
    assertThat(grant.begin()).isTrue();
    return grant;
  }

  @Test
  void letsInWhoHasATokenForThisUse() {
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isNull();
    assertThat(decide(BOB, Use.CONNECT).refusal()).isNull();
    assertThat(decide(BOB, Use.EXPOSE).refusal()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(decide(AccessToken.generate(), Use.EXPOSE).refusal())
        .isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(
            file.decide(
                    new AccessRequest(
                        Use.EXPOSE,
                        "tag",
                        new InetSocketAddress("192.0.2.1", 1),
                        Optional.empty(),
                        List.of()))
                .toCompletableFuture()
                .join()
                .refusal())
        .isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void aTokenThatExpiresLosesItsLinks() {
    changed(ADA.sha256() + " expires=2026-12-31");
    Grant grant = begun(ADA);
    now = Instant.parse("2026-12-31T23:59:59Z");
    assertThat(grant.lost()).isNull();
    now = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(grant.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void aTokenThatIsRemovedLosesItsLinksAndOthersKeepTheirs() {
    Grant ada = begun(ADA);
    Grant bob = begun(BOB);
    changed(BOB.sha256() + " name=robert use=connect links=2");
    assertThat(ada.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(bob.lost()).isNull();
  }

  @Test
  void aTokenThatMayDoLessLosesTheLinksThatDoMore() {
    Grant expose = decide(ADA, Use.EXPOSE);
    Grant connect = decide(ADA, Use.CONNECT);
    changed(ADA.sha256() + " use=expose");
    assertThat(expose.lost()).isNull();
    assertThat(connect.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void whatIsWrittenCountsWhenItIsSeenTwiceAlike() {
    Grant bob = begun(BOB);
    write(ADA.sha256()); // As one who writes the file anew, and has come so far.
    file.look();
    assertThat(bob.lost()).isNull();
    write(ADA.sha256(), BOB.sha256() + " links=2");
    file.look();
    file.look();
    assertThat(bob.lost()).isNull();
    write(ADA.sha256());
    file.look();
    file.look();
    assertThat(bob.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void aFileThatIsGoneLeavesWhatWasReadInForce() throws IOException {
    Grant ada = begun(ADA);
    Files.delete(path);
    file.look();
    file.look();
    assertThat(ada.lost()).isNull();
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isNull();
    changed(BOB.sha256());
    assertThat(ada.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void aWrongLineKeepsNoTokenThatHasNoLineAnyMore() {
    Grant ada = begun(ADA);
    Grant bob = begun(BOB);
    changed("#" + ADA.sha256(), BOB.sha256().toUpperCase(Locale.ROOT) + " links=many", "nonsense");
    assertThat(ada.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(bob.lost()).isNull(); // As it was before.
    assertThat(decide(BOB, Use.EXPOSE).refusal()).isEqualTo(RejectReason.UNAUTHORIZED);

    changed(ADA.sha256() + " name=ada", BOB.sha256() + " name=bob use=connect links=2");
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isNull(); // Just what it was at first.
  }

  @Test
  void anotherFileInItsPlaceTakesNothingAway() {
    Grant ada = begun(ADA);
    changed("<html>", "<h1>502 Bad Gateway</h1>", "</html>");
    assertThat(ada.lost()).isNull();
    assertThat(decide(ADA, Use.EXPOSE).refusal()).isNull();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() {
    changed("\uFEFF" + ADA.sha256(), BOB.sha256());
    assertThat(decide(ADA, Use.CONNECT).refusal()).isNull();
    assertThat(decide(BOB, Use.EXPOSE).refusal()).isNull(); // Which is new: the file was read.
  }

  @Test
  void aWrongLineIsToldOfAgainAndAgain() {
    try (LoggedWarnings warnings = LoggedWarnings.of(TokenFile.class)) {
      changed("nonsense");
      for (int look = 0; look < 59; look++) {
        now = now.plusSeconds(10);
        file.look();
      }
      assertThat(warnings.texts()).singleElement().asString().contains("line 1", "until it is");
      now = now.plusSeconds(10);
      file.look();
      assertThat(warnings.texts()).hasSize(2);
      changed(BOB.sha256());
      now = now.plusSeconds(1_000);
      file.look();
      assertThat(warnings.texts()).hasSize(2);
    }
  }

  @Test
  void aTokenHasSoManyLinksAndAnotherWhenOneIsGone() {
    Grant first = begun(BOB);
    Grant late = decide(BOB, Use.CONNECT);
    begun(BOB);
    assertThat(late.begin()).isFalse(); // There was a place when it was decided.
    assertThat(decide(BOB, Use.CONNECT).refusal()).isEqualTo(RejectReason.LIMIT_REACHED);
    first.end();
    begun(BOB);
    assertThat(begun(ADA).lost()).isNull();
  }

  @Test
  void fewerLinksOfATokenEndOnlyThoseThatAreOver() {
    changed(ADA.sha256() + " links=4");
    List<Grant> grants = List.of(begun(ADA), begun(ADA), begun(ADA), begun(ADA));
    changed(ADA.sha256() + " links=3");
    for (Grant grant : grants) {
      RejectReason lost = grant.lost();
      if (lost != null) {
        grant.end();
        assertThat(lost).isEqualTo(RejectReason.LIMIT_REACHED);
      }
    }
    assertThat(grants.subList(0, 3)).allSatisfy(grant -> assertThat(grant.lost()).isNull());
    assertThat(decide(ADA, Use.CONNECT).refusal()).isEqualTo(RejectReason.LIMIT_REACHED);
  }

  @Test
  void otherLimitsEndLinksForNowSoThatTheyComeAgainWithThem() {
    Grant before = begun(ADA);
    changed(ADA.sha256() + " control-burst=50");
    assertThat(before.lost()).isEqualTo(RejectReason.LIMIT_REACHED);
    assertThat(begun(ADA).limit(RelayLimit.CONTROL_BURST, 200)).isEqualTo(50);
  }

  @Test
  void nothingIsKeptOfTokensWithoutLinks() {
    Grant grant = begun(ADA);
    assertThat(file.tokensInUse()).isEqualTo(1);
    grant.end();
    assertThat(file.tokensInUse()).isZero();
  }

  @Test
  void aFileThatHasNoEndIsRefusedAndNotReadIntoMemory() throws IOException {
    Grant ada = begun(ADA);
    try (RandomAccessFile endless = new RandomAccessFile(path.toFile(), "rw")) {
      endless.setLength(1L << 40);
    }
    file.look();
    file.look();
    assertThat(ada.lost()).isNull();
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> TokenFile.open(path, () -> now))
        .withMessageContainingAll(path.toString(), "more than 4194304 bytes");
  }

  @Test
  void twentyThousandTokensAreNotTooMany() {
    Stream<String> others =
        Stream.generate(() -> AccessToken.generate().sha256() + " name=someone expires=2027-01-31");
    changed(Stream.concat(others.limit(20_000), Stream.of(BOB.sha256())).toArray(String[]::new));
    assertThat(decide(ADA, Use.CONNECT).refusal()).isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(decide(BOB, Use.CONNECT).refusal()).isNull();
  }

  @Test
  void aFileThatIsMissingAtTheStartIsNamed() {
    Path missing = directory.resolve("missing");
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> TokenFile.open(missing, () -> now))
        .withMessage("cannot read %s: it is not there; check its name and folder", missing);
  }
}
