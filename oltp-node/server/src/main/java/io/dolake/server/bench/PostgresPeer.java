package io.dolake.server.bench;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.bench.Pgbench.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private PostgreSQL cluster with default settings, on a free port, in a directory of its own.
 * PostgreSQL refuses to run as root: then it runs as the user {@code postgres}.
 */
final class PostgresPeer implements AutoCloseable {
  private static final Path DEBIAN_HOME = Path.of("/usr/lib/postgresql");
  private static final String UNPRIVILEGED_USER = "postgres";

  private final Path binaries;
  private final Path directory;
  private final int port;
  private final boolean asOtherUser;

  private PostgresPeer(Path binaries, Path directory, int port, boolean asOtherUser) {
    this.binaries = binaries;
    this.directory = directory;
    this.port = port;
    this.asOtherUser = asOtherUser;
  }

  static PostgresPeer start(PrintStream progress) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("dolake-peer-");
    PostgresPeer peer =
        new PostgresPeer(
            findBinaries(), directory, freePort(), System.getProperty("user.name").equals("root"));
    if (peer.asOtherUser) {
      peer.execute(List.of("chown", UNPRIVILEGED_USER, directory.toString()));
    }
    String data = directory.resolve("data").toString();
    peer.executeAsOwner(peer.binary("initdb"), "-D", data, "-A", "trust", "-U", "postgres");
    peer.executeAsOwner(
        peer.binary("pg_ctl"),
        "-D",
        data,
        "-w",
        "-l",
        directory.resolve("log").toString(),
        "-o",
        "-p " + peer.port + " -k " + directory,
        "start");
    progress.printf("peer: PostgreSQL of %s on port %d%n", peer.binaries, peer.port);
    return peer;
  }

  /** The newest version that is installed. */
  private static Path findBinaries() throws IOException {
    if (Files.isDirectory(DEBIAN_HOME)) {
      try (Stream<Path> versions = Files.list(DEBIAN_HOME)) {
        Path newest =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (newest != null) {
          return newest;
        }
      }
    }
    throw new DoLakeException(
        ErrorCode.UNDEFINED_OBJECT,
        "there is no PostgreSQL server under " + DEBIAN_HOME,
        "Install it (Debian: postgresql), or run with --peer none.");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Endpoint endpoint(boolean bySocket) {
    return bySocket ? Endpoint.socketIn(directory, port) : Endpoint.onPort(port);
  }

  private String binary(String name) {
    return binaries.resolve(name).toString();
  }

  private void executeAsOwner(String... command) throws IOException, InterruptedException {
    List<String> full = new ArrayList<>();
    if (asOtherUser) {
      full.addAll(List.of("runuser", "-u", UNPRIVILEGED_USER, "--"));
    }
    full.addAll(List.of(command));
    execute(full);
  }

  private void execute(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("dolake-peer-", ".out");
    try {
      // pg_ctl leaves the server with its output: a pipe would never end.
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new DoLakeException(
            ErrorCode.INTERNAL_ERROR,
            String.join(" ", command)
                + " failed: "
                + Files.readString(output, StandardCharsets.UTF_8).strip().replace('\n', ' '));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    executeAsOwner(
        binary("pg_ctl"), "-D", directory.resolve("data").toString(), "-m", "immediate", "stop");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
