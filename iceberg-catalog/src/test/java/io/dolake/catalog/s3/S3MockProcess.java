package io.dolake.catalog.s3;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** An S3-compatible store in a process of its own, with one bucket. */
public final class S3MockProcess implements AutoCloseable {
  public static final String BUCKET = "lake";

  private final Process process;
  private final URI endpoint;

  private S3MockProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  public static S3MockProcess start(Path directory) {
    try {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  programJar(),
                  "--server.port=" + freePort(),
                  "--com.adobe.testing.s3mock.httpPort=" + port));
      builder.environment().put("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", BUCKET);
      builder
          .environment()
          .put("COM_ADOBE_TESTING_S3MOCK_STORE_ROOT", directory.resolve("s3").toString());
      builder.redirectErrorStream(true);
      builder.redirectOutput(directory.resolve("s3mock.log").toFile());
      S3MockProcess mock =
          new S3MockProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(mock::answers);
      return mock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/" + BUCKET)).build();
    return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private static String programJar() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("s3mock"))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
