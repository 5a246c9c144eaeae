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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whoever has a token of a file, which is read again when it has changed. A file that is
 * wrong, or gone, leaves what was read before in force.
 *
 * <p>Tokens are looked up by their SHA-256: how long that takes tells something about hashes, and
 * nothing about a token that has one.
 */
final class TokenFile implements Gatekeeper {
  private static final Logger LOG = System.getLogger(TokenFile.class.getName());

  /** Some 25,000 tokens. */
  private static final int MOST_BYTES = 4 << 20;

  private final Path file;
  private final InstantSource clock;
  private final TokenLinks links = new TokenLinks();
  private volatile Map<String, TokenEntry> entries = Map.of();
  private byte[] content = new byte[0]; // one timer's thread only, after the start
  private byte[] seen = new byte[0]; // the same; at the last look
  private @Nullable String complaint; // one timer's thread only, after the start

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
    entries =
        TokenFileParser.parse(file, new String(read, StandardCharsets.UTF_8).lines().toList());
    content = read;
  }

  private byte[] bytes() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw new WsrException(
            "the token file %s has more than %d bytes: is it the right one?"
                .formatted(file, MOST_BYTES));
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
        read(now);
        complaint = null;
        LOG.log(Level.INFO, "token file {0} has {1} tokens now", file, entries.size());
      }
    } catch (WsrException e) {
      if (!Objects.equals(e.getMessage(), complaint)) {
        complaint = e.getMessage();
        LOG.log(Level.WARNING, "{0}; the tokens that were read before still hold", complaint);
      }
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
