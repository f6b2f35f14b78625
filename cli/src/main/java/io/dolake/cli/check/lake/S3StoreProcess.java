package io.dolake.cli.check.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An S3-compatible store in a process of its own, with one bucket. */
final class S3StoreProcess implements AutoCloseable {
  static final String BUCKET = "lake";

  private static final long POLL_MILLIS = 200;
  private static final long START_SECONDS = 240;

  private final Process process;
  private final URI endpoint;
  private final Path log;

  /** A campaign that somebody ends leaves no process behind. */
  private final Thread endWithUs;

  private S3StoreProcess(Process process, URI endpoint, Path log) {
    this.process = process;
    this.endpoint = endpoint;
    this.log = log;
    this.endWithUs = new Thread(process::destroyForcibly, "s3-store-end");
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /**
   * Starts a store and waits until it answers.
   *
   * @param directory for its files and its log
   */
  static S3StoreProcess start(Path directory) throws IOException, InterruptedException {
    int port = freePort();
    Path log = directory.resolve("s3.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + directory,
                    "-jar",
                    program(),
                    "--server.port=" + freePort(),
                    "--com.adobe.testing.s3mock.httpPort=" + port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", BUCKET);
    builder
        .environment()
        .put("COM_ADOBE_TESTING_S3MOCK_STORE_ROOT", directory.resolve("s3").toString());
    S3StoreProcess store =
        new S3StoreProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
    try {
      store.awaitAnswer();
      return store;
    } catch (IOException | InterruptedException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/" + BUCKET)).build();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!answers(client, request)) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)
          || System.nanoTime() > deadlineNanos) {
        throw new IOException("the S3-compatible store did not start, see " + log);
      }
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private static String program() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("s3mock"))
        .findFirst()
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "the S3-compatible store is not part of this distribution",
                    "Use --store file, or run the check from the sources."));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(endWithUs);
  }
}
