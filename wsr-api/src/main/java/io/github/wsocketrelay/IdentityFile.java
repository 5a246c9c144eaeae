package io.github.wsocketrelay;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an {@link ExposerIdentity} on disk, so that a host has the same server ID every evening and
 * after a crash. The file can be read by its owner only (mode 0600 where the system has modes), is
 * replaced whole when it changes, and is locked while open: a second exposer with the same identity
 * on the same machine is refused instead of taking the first one's registration over.
 */
public final class IdentityFile implements AutoCloseable {
  private static final String SERVER_ID = "serverId";
  private static final String PRIVATE_KEY = "privateKey";
  private static final String PUBLIC_KEY = "publicKey";
  private static final String EPOCH = "epoch";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel lockChannel;
  private final ExposerIdentity identity;
  private final boolean created;
  private long savedEpoch = -1; // guarded by this
  private boolean closed; // guarded by this

  private IdentityFile(Path path, FileChannel lockChannel, @Nullable ServerId wanted)
      throws IOException {
    this.path = path;
    this.lockChannel = lockChannel;
    ExposerIdentity kept = Files.exists(path) ? read() : null;
    this.created = kept == null || (wanted != null && !wanted.equals(kept.serverId()));
    if (kept == null || created) {
      ServerId serverId = wanted == null ? ServerId.random() : wanted;
      identity = new ExposerIdentity(serverId, ExposerIdentity.newKeyPair(), 0, this::save);
      save(0);
    } else {
      identity = kept;
    }
  }

  /**
   * Opens the identity at a path, or makes a new one with a random ID there.
   *
   * @param path the file; folders above it are made
   * @return the open file, to be closed after the exposer
   * @throws WsrException if it is in use by another exposer, or cannot be read or written
   */
  public static IdentityFile open(Path path) {
    return open(path, null, false);
  }

  /**
   * Opens the identity with a given ID at a path; if there is none, or one with another ID, makes a
   * new one with that ID there.
   *
   * @param path the file; folders above it are made
   * @param serverId the ID it has to have
   * @return the open file, to be closed after the exposer
   * @throws WsrException if it is in use by another exposer, or cannot be read or written
   */
  public static IdentityFile open(Path path, ServerId serverId) {
    return open(path, serverId, false);
  }

  /**
   * Makes a new identity with a random ID at a path, in place of one that may be there.
   *
   * @param path the file; folders above it are made
   * @return the open file, to be closed after the exposer
   * @throws WsrException if it is in use by another exposer, or cannot be written
   */
  public static IdentityFile renew(Path path) {
    return open(path, null, true);
  }

  private static IdentityFile open(Path path, @Nullable ServerId wanted, boolean renew) {
    FileChannel lockChannel = null;
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      lockChannel = lock(path);
      if (renew) {
        Files.deleteIfExists(path);
      }
      return new IdentityFile(path, lockChannel, wanted);
    } catch (IOException e) {
      release(lockChannel);
      throw UnusableFileException.unwritable(path, e);
    } catch (RuntimeException e) {
      release(lockChannel);
      throw e;
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
    closeToOthers(lockPath);
    FileChannel channel =
        FileChannel.open(
            lockPath, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      release(channel);
      throw e;
    }
    if (lock == null) {
      release(channel);
      throw new WsrException(
          "another exposer on this machine uses the identity in %s: stop that one, or give this one an ID of its own"
              .formatted(path));
    }
    return channel;
  }

  /**
   * The identity that is kept here.
   *
   * @return the identity, valid until this file is closed
   */
  public ExposerIdentity identity() {
    return identity;
  }

  /**
   * Whether this call made the identity, as opposed to having found it.
   *
   * @return true for a new one
   */
  public boolean created() {
    return created;
  }

  /**
   * Gives the file free for others, and writes it no more. The identity must not be used for a
   * start afterwards.
   */
  @Override
  public synchronized void close() {
    closed = true;
    release(lockChannel);
  }

  private ExposerIdentity read() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(path);
        Reader reader = new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
      properties.load(reader);
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      KeyPair keyPair =
          new KeyPair(
              factory.generatePublic(new X509EncodedKeySpec(decode(properties, PUBLIC_KEY))),
              factory.generatePrivate(new PKCS8EncodedKeySpec(decode(properties, PRIVATE_KEY))));
      ServerId serverId = readServerId(properties);
      long epoch = Long.parseLong(value(properties, EPOCH));
      return new ExposerIdentity(serverId, keyPair, epoch, this::save);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableFileException(
          path,
          "%s holds no exposer identity, or a damaged one: restore it, or delete it to get a new server ID"
              .formatted(path),
          e);
    }
  }

  /** What is wrong with the ID is not passed on: it would quote words of it. */
  private static ServerId readServerId(Properties properties) {
    try {
      return ServerId.parse(value(properties, SERVER_ID));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SERVER_ID + " is missing or wrong");
    }
  }

  private static byte[] decode(Properties properties, String name) {
    return Base64.getDecoder().decode(value(properties, name));
  }

  private static String value(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /**
   * Writes a new file beside the old one and puts it in its place, so that a crash leaves either.
   * Of two threads the one with the lower epoch may come last, and leaves the file as it is.
   */
  private synchronized void save(long epoch) {
    if (closed || epoch <= savedEpoch) {
      return;
    }
    Properties properties = new Properties();
    properties.setProperty(SERVER_ID, identity.serverId().text());
    properties.setProperty(PRIVATE_KEY, encode(identity.keyPair().getPrivate().getEncoded()));
    properties.setProperty(PUBLIC_KEY, encode(identity.publicKey().getEncoded()));
    properties.setProperty(EPOCH, Long.toString(epoch));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      StringWriter text = new StringWriter();
      properties.store(text, "WSocketRelay exposer: secret, keep it to yourself");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, ownerOnly());
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      savedEpoch = epoch;
    } catch (IOException e) {
      throw UnusableFileException.unwritable(path, e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Who may read a file may lock it, and so keep its owner out: also one of an earlier version. */
  private static void closeToOthers(Path file) {
    try {
      if (hasPosixModes() && Files.exists(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    } catch (IOException e) {
      // Somebody else's file; whether it can be used shows when it is opened.
    }
  }

  private static boolean hasPosixModes() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly() {
    return hasPosixModes()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static void release(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock goes with the process at the latest.
      }
    }
  }
}
