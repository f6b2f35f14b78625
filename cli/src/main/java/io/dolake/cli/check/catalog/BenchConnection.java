package io.dolake.cli.check.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One writer's connection to the catalog: HTTP/1.1 with persistent connections, and no more of it
 * than the benchmark needs, so that most of the machine is the server's. Used by one thread; any
 * answer but success ends the benchmark.
 */
final class BenchConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final String CONTENT_LENGTH = "content-length:";

  private final String host;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  BenchConnection(URI server) throws IOException {
    this.host = server.getAuthority();
    this.socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    this.out = socket.getOutputStream();
  }

  /** Sends a request, reads the whole answer, and returns how long that took in nanoseconds. */
  long post(String path, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, host, bytes.length);
    byte[] request = new byte[head.length() + bytes.length];
    System.arraycopy(head.getBytes(ISO_8859_1), 0, request, 0, head.length());
    System.arraycopy(bytes, 0, request, head.length(), bytes.length);
    long start = System.nanoTime();
    out.write(request);
    out.flush();
    String status = readLine();
    int length = readHeaders();
    byte[] answer = in.readNBytes(length);
    long nanos = System.nanoTime() - start;
    if (answer.length < length) {
      throw new EOFException("The catalog ended its answer early");
    }
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException(
          "POST " + path + " was answered with " + status + ": " + new String(answer, UTF_8));
    }
    return nanos;
  }

  /** Reads the header fields and returns how many bytes of body follow. */
  private int readHeaders() throws IOException {
    int length = 0;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(CONTENT_LENGTH)) {
        length = Integer.parseInt(line.substring(CONTENT_LENGTH.length()).trim());
      }
    }
    return length;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() == MAX_LINE_BYTES) {
        throw new EOFException("The catalog closed the connection, or does not speak HTTP/1.1");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
