package io.github.wsocketrelay.tyrus.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.internal.testing.TlsEngines;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

class FileWatchTest {
  private static final Certificate OLD = Certificate.of("dns:old.test");
  private static final Certificate NEW = Certificate.of("dns:new.test");
  private static final Instant NOW = OLD.certificate().getNotBefore().toInstant().plusSeconds(60);

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private final Logger logger = Logger.getLogger("io.github.wsocketrelay.tyrus.internal.tls");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().equals(Level.WARNING)) {
            warnings.add(new SimpleFormatter().formatMessage(record));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  private Path chain() {
    return directory.resolve("chain.pem");
  }

  private Path key() {
    return directory.resolve("key.pem");
  }

  private FileWatch watchAt(Instant now) {
    OLD.chainFile(directory, "chain.pem");
    OLD.keyFile(directory, "key.pem");
    return new FileWatch(RelayTls.pem(chain(), key()), Clock.fixed(now, ZoneOffset.UTC));
  }

  private FileWatch watch() {
    return watchAt(NOW);
  }

  private void replace(Certificate by) {
    by.chainFile(directory, "chain.pem");
    by.keyFile(directory, "key.pem");
  }

  /** The certificate that a handshake with this engine shows. */
  private static X509Certificate shownBy(SSLEngine server) throws Exception {
    X509ExtendedTrustManager trust = Mockito.mock(X509ExtendedTrustManager.class);
    Mockito.when(trust.getAcceptedIssuers()).thenReturn(new X509Certificate[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, new SecureRandom());
    SSLEngine client = context.createSSLEngine();
    client.setUseClientMode(true);
    TlsEngines.shakeHands(client, server);
    return (X509Certificate) client.getSession().getPeerCertificates()[0];
  }

  private static X509Certificate shownBy(FileWatch watch) throws Exception {
    return shownBy(watch.context().engine());
  }

  @Test
  void showsWhatIsInTheFiles() throws Exception {
    FileWatch watch = watch();

    watch.look();

    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    assertThat(warnings).isEmpty();
  }

  @Test
  void showsTheNewCertificateToNewConnectionsOnly() throws Exception {
    FileWatch watch = watch();
    SSLEngine accepted = watch.context().engine();
    replace(NEW);

    assertThat(watch.context().expiry()).contains(OLD.certificate().getNotAfter().toInstant());

    watch.look();
    watch.look();

    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
    assertThat(shownBy(accepted)).isEqualTo(OLD.certificate());
    assertThat(watch.context().expiry()).contains(NEW.certificate().getNotAfter().toInstant());
  }

  @Test
  void noticesARename() throws Exception {
    FileWatch watch = watch();
    Files.move(NEW.chainFile(directory, "chain.new"), chain(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(NEW.keyFile(directory, "key.new"), key(), StandardCopyOption.REPLACE_EXISTING);

    watch.look();
    watch.look();

    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
  }

  @Test
  void noticesASymbolicLinkThatPointsElsewhere() throws Exception {
    Path before = Files.createDirectory(directory.resolve("1"));
    Path after = Files.createDirectory(directory.resolve("2"));
    OLD.chainFile(before, "chain.pem");
    OLD.keyFile(before, "key.pem");
    NEW.chainFile(after, "chain.pem");
    NEW.keyFile(after, "key.pem");
    Path live = Files.createSymbolicLink(directory.resolve("live"), before);
    FileWatch watch =
        new FileWatch(
            RelayTls.pem(live.resolve("chain.pem"), live.resolve("key.pem")),
            Clock.fixed(NOW, ZoneOffset.UTC));
    Files.delete(live);
    Files.createSymbolicLink(live, after);

    watch.look();
    watch.look();

    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
  }

  @Test
  void saysNothingOfAPairThatIsHalfReplaced() throws Exception {
    FileWatch watch = watch();
    NEW.chainFile(directory, "chain.pem");
    watch.look();
    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    NEW.keyFile(directory, "key.pem");

    watch.look();
    watch.look();

    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
    assertThat(warnings).isEmpty();
  }

  @Test
  void doesNotUseTheFirstHalfOfAChainThatIsBeingWritten() throws Exception {
    Certificate between = Certificate.root("root").intermediate("between");
    Certificate leaf = between.issue("dns:relay.test");
    FileWatch watch = watch();
    leaf.chainFile(directory, "chain.pem");
    leaf.keyFile(directory, "key.pem");
    watch.look();
    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    Certificate.write(directory, "chain.pem", List.of(leaf.certificate(), between.certificate()));
    watch.look();
    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());

    watch.look();

    assertThat(shownBy(watch)).isEqualTo(leaf.certificate());
    assertThat(warnings).isEmpty();
  }

  @Test
  void warnsOnceOfFilesThatStayWrongAndKeepsTheOldOnes() throws Exception {
    FileWatch watch = watch();
    Files.writeString(key(), "-----BEGIN PRIVATE KEY-----\nMIIE");

    for (int i = 0; i < 5; i++) {
      watch.look();
    }

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(key().toString(), "what was read before is still in use");
    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    replace(NEW);
    watch.look();
    watch.look();
    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
  }

  @Test
  void keepsTheOldOnesWhileThereAreNone() throws Exception {
    FileWatch watch = watch();
    Files.delete(chain());
    Files.delete(key());

    watch.look();

    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    replace(OLD);
    watch.look();
    assertThat(warnings).isEmpty();
  }

  /** Whatever it is that goes wrong, Java's exceptions for files are not all of one kind. */
  @Test
  void survivesWhatNobodyExpectsOfAFile() throws Exception {
    FileWatch watch;
    try (FileSystem zip =
        FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"))) {
      Path chain = zip.getPath("chain.pem");
      Path key = zip.getPath("key.pem");
      Files.copy(OLD.chainFile(directory, "chain.pem"), chain);
      Files.copy(OLD.keyFile(directory, "key.pem"), key);
      watch = new FileWatch(RelayTls.pem(chain, key), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    for (int i = 0; i < 5; i++) {
      watch.look();
    }

    assertThat(warnings).singleElement().asString().contains("ClosedFileSystemException");
    assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
  }

  /** A look comes every 10 s, and the key after the certificate. */
  @Test
  void neverShowsACertificateWithTheKeyOfAnother() throws Exception {
    FileWatch watch = watch();
    NEW.chainFile(directory, "chain.pem");
    for (int i = 0; i < 5; i++) {
      watch.look();
      assertThat(shownBy(watch)).isEqualTo(OLD.certificate());
    }
    assertThat(warnings).singleElement().asString().contains("not that of the first certificate");
    NEW.keyFile(directory, "key.pem");

    watch.look();
    watch.look();

    assertThat(shownBy(watch)).isEqualTo(NEW.certificate());
    assertThat(warnings).hasSize(1);
  }

  @Test
  void complainsAgainOnlyAfterAllWasWell() throws Exception {
    FileWatch watch = watch();
    for (int round = 1; round <= 2; round++) {
      Files.writeString(key(), "no key");
      for (int i = 0; i < 4; i++) {
        watch.look();
      }
      assertThat(warnings).hasSize(round);
      replace(round == 1 ? NEW : OLD);
      watch.look();
      watch.look();
    }
  }

  @Test
  void saysNothingOfTheDatesOfFilesThatCannotBeUsed() throws Exception {
    OLD.chainFile(directory, "chain.pem");
    OLD.keyFile(directory, "key.pem");
    Path authorities = NEW.chainFile(directory, "sides.pem");
    Instant late = OLD.certificate().getNotAfter().toInstant().plus(Duration.ofDays(1));
    FileWatch watch =
        new FileWatch(
            RelayTls.pem(chain(), key()).requiringClientsOf(authorities),
            Clock.fixed(late, ZoneOffset.UTC));
    warnings.clear();
    Files.writeString(authorities, "none");

    for (int i = 0; i < 5; i++) {
      watch.look();
    }

    assertThat(warnings).singleElement().asString().contains("holds no certificate");
  }

  /** An embedding service's context, which cannot ask for certificates itself. */
  @Test
  void asksForCertificatesWithAContextToo() throws Exception {
    SSLContext given = SSLContext.getInstance("TLS");
    given.init(OLD.keyManagers(), null, null);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    assertThat(RelayContext.of(RelayTls.context(given), clock).engine().getNeedClientAuth())
        .isFalse();
    assertThat(
            RelayContext.of(RelayTls.context(given).requiringClients(), clock)
                .engine()
                .getNeedClientAuth())
        .isTrue();
  }

  /** Java's own check looks at no date of a certificate that is itself in the file. */
  @ParameterizedTest
  @CsvSource({"-20, 10, false", "10, 10, false", "-1, 10, true"})
  void asksForAClientsDateThoughItsCertificateItselfIsTrusted(int start, int days, boolean valid)
      throws Exception {
    Certificate side = Certificate.of("dns:side", Duration.ofDays(start), Duration.ofDays(days));
    OLD.chainFile(directory, "chain.pem");
    OLD.keyFile(directory, "key.pem");
    RelayTls tls =
        RelayTls.pem(chain(), key()).requiringClientsOf(side.chainFile(directory, "sides.pem"));
    SSLEngine server = RelayContext.of(tls, Clock.fixed(NOW, ZoneOffset.UTC)).engine();
    X509ExtendedTrustManager trust = Mockito.mock(X509ExtendedTrustManager.class);
    Mockito.when(trust.getAcceptedIssuers()).thenReturn(new X509Certificate[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(side.keyManagers(), new TrustManager[] {trust}, new SecureRandom());
    SSLEngine client = context.createSSLEngine();
    client.setUseClientMode(true);

    if (valid) {
      TlsEngines.shakeHands(client, server);
      assertThat(server.getSession().getPeerCertificates()[0]).isEqualTo(side.certificate());
    } else {
      assertThatThrownBy(() -> TlsEngines.shakeHands(client, server))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void warnsOnceOfACertificateThatHasExpired() {
    Instant end = OLD.certificate().getNotAfter().toInstant();
    FileWatch watch = watchAt(end.plus(Duration.ofDays(1)));

    watch.look();

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(chain().toString(), "expired on " + end);
  }

  @Test
  void warnsOnce14DaysBeforeACertificateExpiresAndOnceWhenItHas() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    Clock clock = Mockito.mock(Clock.class);
    Mockito.when(clock.instant()).thenAnswer(call -> now.get());
    replace(OLD);
    FileWatch watch = new FileWatch(RelayTls.pem(chain(), key()), clock);
    Instant end = OLD.certificate().getNotAfter().toInstant();
    now.set(end.minus(Duration.ofDays(14)));
    watch.look();
    assertThat(warnings).isEmpty();

    now.set(now.get().plusSeconds(1));
    watch.look();
    watch.look();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(chain().toString(), "expires on " + end);

    now.set(end.plusSeconds(1));
    watch.look();
    watch.look();
    assertThat(warnings).hasSize(2).last().asString().contains("has expired on " + end);
  }

  @Test
  void warnsAtTheStartThatAnAuthorityInBetweenHasExpired() {
    Certificate between =
        Certificate.root("root").intermediate("between", Duration.ofDays(-20), Duration.ofDays(10));
    Certificate leaf = between.issue("dns:relay.test");
    Certificate.write(directory, "chain.pem", List.of(leaf.certificate(), between.certificate()));
    leaf.keyFile(directory, "key.pem");
    new FileWatch(RelayTls.pem(chain(), key()), Clock.systemUTC()).look();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(
            "one of its chain, has expired on " + between.certificate().getNotAfter().toInstant());
  }

  @Test
  void warnsOfACertificateOfTheFuture() {
    Instant begin = OLD.certificate().getNotBefore().toInstant();
    watchAt(begin.minusSeconds(1));

    assertThat(warnings).singleElement().asString().contains("not valid before " + begin);
  }

  @Test
  void doesNotBeginWithFilesThatAreWrong() throws Exception {
    Files.createFile(chain());
    Files.createFile(key());

    assertThatThrownBy(
            () -> new FileWatch(RelayTls.pem(chain(), key()), Clock.fixed(NOW, ZoneOffset.UTC)))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining(chain().toString());
  }
}
