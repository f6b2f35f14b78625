package io.dolake.catalog.faults;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.catalog.storage.LocalFileIO;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A catalog server in a process of its own, which can be killed without warning. */
final class ServerProcess implements AutoCloseable {
  private static final String READY = "READY ";

  private final Process process;
  private final URI uri;

  private ServerProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts a server and waits until it serves. */
  static ServerProcess start(String jdbcUrl, Path warehouse) {
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:TieredStopAtLevel=1",
                      "-cp",
                      System.getProperty("java.class.path"),
                      ServerProcess.class.getName(),
                      jdbcUrl,
                      warehouse.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          drain(output);
          return new ServerProcess(process, URI.create(line.substring(READY.length())));
        }
      }
      throw new IllegalStateException("The server ended before it was ready");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs in the child process until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    CatalogServer server =
        new CatalogServer(
                CatalogConfig.builder()
                    .jdbcUrl(arguments[0])
                    .warehouseLocation(LocalFileIO.uriOf(Path.of(arguments[1])))
                    .databaseWait(Duration.ofSeconds(2))
                    .requestWait(Duration.ofSeconds(2))
                    .build())
            .start();
    System.out.println(READY + server.uri());
    Thread.currentThread().join();
  }

  URI uri() {
    return uri;
  }

  /** Ends the process at once, wherever it is. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static void drain(BufferedReader output) {
    Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "catalog-server-output");
    thread.setDaemon(true);
    thread.start();
  }
}
