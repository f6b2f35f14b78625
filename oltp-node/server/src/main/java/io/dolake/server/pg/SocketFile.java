package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a Unix-domain socket where PostgreSQL's clients look for it: {@code .s.PGSQL.PORT} in
 * a directory that they are told as their host.
 */
final class SocketFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

  /** What {@code sockaddr_un} holds on Linux and macOS, without the closing zero. */
  private static final int MAX_PATH_BYTES = 103;

  private final Path path;

  private SocketFile(Path path) {
    this.path = path;
  }

  /**
   * Makes the place free for a server to bind to: creates the directory, and removes the file of a
   * server that was killed.
   *
   * @throws DoLakeException PORT_IN_USE if a server answers there, CONFIGURATION_INVALID if the
   *     place cannot be used
   */
  static SocketFile claim(Path directory, int port) {
    Path path = directory.toAbsolutePath().resolve(".s.PGSQL." + port);
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH_BYTES) {
      throw unusable(
          path, "its path has " + length + " bytes, and " + MAX_PATH_BYTES + " are the most");
    }
    try {
      Files.createDirectories(path.getParent());
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        removeLeftover(path);
      }
    } catch (IOException e) {
      throw unusable(path, e.toString());
    }
    return new SocketFile(path);
  }

  private static void removeLeftover(Path path) throws IOException {
    boolean special =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
    if (!special) {
      throw unusable(path, "there is a file of that name which is no socket");
    }
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "a server already listens for PostgreSQL clients on " + other.getRemoteAddress(),
          "Stop it, or set pg.port or pg.socket-directory to another.");
    } catch (ConnectException e) {
      LOG.info("socket of an earlier server removed path={}", path);
      Files.delete(path);
    }
  }

  private static DoLakeException unusable(Path path, String reason) {
    return new DoLakeException(
        ErrorCode.CONFIGURATION_INVALID,
        "cannot listen for PostgreSQL clients on " + path + ": " + reason,
        "Set pg.socket-directory to another directory, or to nothing.");
  }

  Path path() {
    return path;
  }

  /** Removes the file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("socket not removed path={} reason={}", path, e.toString());
    }
  }
}
