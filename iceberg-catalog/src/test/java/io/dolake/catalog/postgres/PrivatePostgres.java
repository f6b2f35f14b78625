package io.dolake.catalog.postgres;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own for a test, from the binaries installed on the machine, on a free
 * loopback port. PostgreSQL refuses to run as root, so root starts it as user {@code postgres}.
 */
public final class PrivatePostgres implements AutoCloseable {
  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
  private static final String SYSTEM_USER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path binaries;
  private final Path directory;
  private final int port;
  private Process server;

  private PrivatePostgres(Path binaries, Path directory, int port) {
    this.binaries = binaries;
    this.directory = directory;
    this.port = port;
  }

  /** Why no server can be started here; empty if one can. */
  public static Optional<String> obstacle() {
    return newestBinaries().isEmpty()
        ? Optional.of("no PostgreSQL is installed below " + INSTALLATIONS)
        : Optional.empty();
  }

  public static PrivatePostgres start() {
    try {
      Path binaries = newestBinaries().orElseThrow(() -> new IllegalStateException("no server"));
      Path directory = Files.createTempDirectory("dolake-postgres");
      if (isRoot()) {
        run(List.of("chown", SYSTEM_USER, directory.toString()));
      }
      PrivatePostgres postgres = new PrivatePostgres(binaries, directory, freePort());
      postgres.run("initdb", "--auth=trust", "--username=dolake", "--encoding=UTF8", "--no-sync");
      postgres.launch();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** URL of a database that exists and is empty at the first start. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=dolake";
  }

  /** Drops everything in the database. */
  public void clear() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the server as a crash would: no checkpoint, all connections cut. */
  public void crash() {
    run("pg_ctl", "stop", "--mode=immediate");
    awaitExit();
  }

  /** Starts the server again on the same port. */
  public void launch() {
    List<String> command = new ArrayList<>(asServerUser());
    command.addAll(
        List.of(
            binaries.resolve("postgres").toString(),
            "-D",
            data().toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200"));
    try {
      server =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(new File(directory.toFile(), "server.log")))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(this::answers);
  }

  private boolean answers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
      return connection.isValid(5);
    }
  }

  @Override
  public void close() {
    if (server.isAlive()) {
      run("pg_ctl", "stop", "--mode=fast");
      awaitExit();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void awaitExit() {
    try {
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>(asServerUser());
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-D", data().toString()));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> asServerUser() {
    return isRoot()
        ? List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--clear-groups")
        : List.of();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Optional<Path> newestBinaries() {
    if (!Files.isDirectory(INSTALLATIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
