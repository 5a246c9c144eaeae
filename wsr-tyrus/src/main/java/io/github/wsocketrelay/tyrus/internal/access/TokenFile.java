package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.UnusableFileException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whoever has a token of a file, which is read again when it has changed. A file that is
 * gone leaves what was read before in force; so does one with a wrong line, but for tokens that
 * have no line any more.
 *
 * <p>Tokens are looked up by their SHA-256: how long that takes tells something about hashes, and
 * nothing about a token that has one.
 */
final class TokenFile implements Gatekeeper {
  private static final Logger LOG = System.getLogger(TokenFile.class.getName());

  /** Some 25,000 tokens. */
  private static final int MOST_BYTES = 4 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF"; // some editors write it

  private static final Duration COMPLAINED_EVERY = Duration.ofMinutes(10);

  private final Path file;
  private final InstantSource clock;
  private final TokenLinks links = new TokenLinks();
  private volatile Map<String, TokenEntry> entries = Map.of();
  private byte @Nullable []
      content; // what the entries are; one timer's thread only, after the start
  private byte[] seen = new byte[0]; // the same; at the last look
  private @Nullable String complaint; // one timer's thread only, after the start
  private Instant complained = Instant.MIN; // the same

  private TokenFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Reads a file.
   *
   * @throws WsrException if it cannot be read, naming it and the mend
   */
  static TokenFile open(Path file, InstantSource clock) {
    TokenFile opened = new TokenFile(file, clock);
    opened.read(opened.bytes());
    return opened;
  }

  private void read(byte[] read) {
    entries = TokenFileParser.parse(file, lines(read));
    content = read;
  }

  private static List<String> lines(byte[] read) {
    String text = new String(read, StandardCharsets.UTF_8);
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
  }

  /**
   * Whoever deleted a line may have broken another: what he took away is not to stay open. A file
   * without any token is another file, or none, and takes nothing away.
   */
  private void forgetTokensWithoutALine(byte[] read) {
    Set<String> hashes = TokenFileParser.hashes(lines(read));
    Map<String, TokenEntry> left = new HashMap<>(entries);
    if (!hashes.isEmpty() && left.keySet().retainAll(hashes)) {
      entries = left;
      content = null;
      LOG.log(Level.INFO, "token file {0} has {1} tokens left", file, left.size());
    }
  }

  private byte[] bytes() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw new UnusableFileException(
            file,
            "the token file %s has more than %d bytes: is it the right one?"
                .formatted(file, MOST_BYTES),
            null);
      }
      return read;
    } catch (IOException e) {
      throw UnusableFileException.unreadable(file, e);
    }
  }

  /** What has changed counts when it is seen twice: it may be half written the first time. */
  @Override
  public void look() {
    try {
      byte[] now = bytes();
      boolean settled = Arrays.equals(now, seen);
      seen = now;
      if (Arrays.equals(now, content)) {
        complaint = null;
      } else if (settled) {
        readOrForget(now);
      }
    } catch (WsrException e) {
      complain(e.getMessage() + "; the tokens that were read before still hold");
    }
  }

  private void readOrForget(byte[] now) {
    try {
      read(now);
      complaint = null;
      LOG.log(Level.INFO, "token file {0} has {1} tokens now", file, entries.size());
    } catch (WsrException e) {
      forgetTokensWithoutALine(now);
      complain(
          e.getMessage()
              + "; until it is mended, tokens without a line are out, and others hold as they were read before");
    }
  }

  /** Again now and then: an operator who believes that his change holds has to hear that. */
  private void complain(String what) {
    Instant now = clock.instant();
    if (!what.equals(complaint) || !now.isBefore(complained.plus(COMPLAINED_EVERY))) {
      complaint = what;
      complained = now;
      LOG.log(Level.WARNING, "{0}", what);
    }
  }

  @Override
  public CompletionStage<Grant> decide(AccessRequest request) {
    String hash = request.token().map(token -> token.sha256()).orElse("");
    TokenEntry entry = entries.get(hash);
    return CompletableFuture.completedFuture(
        entry == null || !isFor(entry, request)
            ? Grant.refused(RejectReason.UNAUTHORIZED)
            : granted(entry, request));
  }

  private Grant granted(TokenEntry entry, AccessRequest request) {
    if (links.isFull(entry.hash(), entry.links())) {
      return Grant.refused(RejectReason.LIMIT_REACHED);
    }
    AtomicReference<TokenLinks.@Nullable Place> place = new AtomicReference<>();
    return Grant.on(
        entry.limits(),
        () -> lost(entry, request, place.get()),
        () -> {
          place.set(links.take(entry.hash(), entry.links()));
          return place.get() != null;
        },
        () -> leave(place.get()));
  }

  private void leave(TokenLinks.@Nullable Place place) {
    if (place != null) {
      links.leave(place);
    }
  }

  /**
   * Who lost his token is refused for good. Another limit is for now: he comes again, and has it.
   */
  private @Nullable RejectReason lost(
      TokenEntry granted, AccessRequest request, TokenLinks.@Nullable Place place) {
    TokenEntry entry = entries.get(granted.hash());
    if (entry == null || !isFor(entry, request)) {
      return RejectReason.UNAUTHORIZED;
    }
    boolean stays =
        entry.limits().equals(granted.limits())
            && (place == null || links.isWithin(place, entry.links()));
    return stays ? null : RejectReason.LIMIT_REACHED;
  }

  private boolean isFor(TokenEntry entry, AccessRequest request) {
    return entry.uses().contains(request.use()) && clock.instant().isBefore(entry.expires());
  }

  /** Tokens that have links. */
  int tokensInUse() {
    return links.tokens();
  }
}
