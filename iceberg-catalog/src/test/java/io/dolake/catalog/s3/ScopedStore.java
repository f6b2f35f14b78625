package io.dolake.catalog.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token service, and a gate before an S3-compatible store that holds the token service's
 * credentials to the policy of their session. Path-style requests only; signatures are not checked.
 */
public final class ScopedStore implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");
  private static final String TOKEN_HEADER = "X-amz-security-token";

  /** Headers that the client on the way to the store sets by itself. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

  private record Session(String token, JsonNode policy) {}

  private final URI store;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer gate;
  private final HttpServer tokens;

  private ScopedStore(URI store) throws IOException {
    this.store = store;
    this.gate = serve(this::forward);
    this.tokens = serve(this::assumeRole);
  }

  private HttpServer serve(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /**
   * @param store where requests go that a session allows, and those with other credentials
   */
  public static ScopedStore before(URI store) throws IOException {
    return new ScopedStore(store);
  }

  public URI endpoint() {
    return uriOf(gate);
  }

  public URI tokenService() {
    return uriOf(tokens);
  }

  private static URI uriOf(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void assumeRole(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    if (!"AssumeRole".equals(form.get("Action"))) {
      answer(
          exchange,
          400,
          "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>");
      return;
    }
    String key = "SESSION" + sessions.size();
    sessions.put(key, new Session("token-of-" + key, MAPPER.readTree(form.get("Policy"))));
    Instant expiration = Instant.now().plusSeconds(Long.parseLong(form.get("DurationSeconds")));
    answer(
        exchange,
        200,
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
        <SessionToken>token-of-%s</SessionToken><Expiration>%s</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """
            .formatted(key, key, expiration));
  }

  private void forward(HttpExchange exchange) throws IOException {
    if (!isAllowed(exchange)) {
      answer(exchange, 403, "<Error><Code>AccessDenied</Code><Message>policy</Message></Error>");
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(store + exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_CONNECTION.contains(name)) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        response
            .headers()
            .firstValue("content-length")
            .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      }
      byte[] body = response.body();
      exchange.sendResponseHeaders(
          response.statusCode(), head || body.length == 0 ? -1 : body.length);
      if (!head && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
    if (!credential.find()) {
      return false;
    }
    Session session = sessions.get(credential.group(1));
    if (session == null) {
      return !credential.group(1).startsWith("SESSION");
    }
    if (!session.token().equals(exchange.getRequestHeaders().getFirst(TOKEN_HEADER))) {
      return false;
    }
    String action =
        switch (exchange.getRequestMethod()) {
          case "GET", "HEAD" -> "s3:GetObject";
          case "PUT", "POST" -> "s3:PutObject";
          default -> "s3:DeleteObject";
        };
    String resource = "arn:aws:s3:::" + exchange.getRequestURI().getPath().substring(1);
    for (JsonNode statement : session.policy().path("Statement")) {
      String pattern = statement.path("Resource").asText();
      boolean covers =
          pattern.endsWith("*")
              ? resource.startsWith(pattern.substring(0, pattern.length() - 1))
              : resource.equals(pattern);
      for (JsonNode allowed : statement.path("Action")) {
        if (covers && allowed.asText().equals(action)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    gate.stop(0);
    tokens.stop(0);
    threads.shutdownNow();
  }
}
