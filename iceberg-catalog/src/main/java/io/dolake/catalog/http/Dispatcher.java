package io.dolake.catalog.http;

import io.dolake.catalog.auth.Access;
import io.dolake.catalog.auth.Authenticator;
import io.dolake.catalog.auth.FullAccess;
import io.dolake.catalog.commit.AlreadyAnsweredException;
import io.dolake.catalog.commit.IdempotentRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request from Jetty to its route's handler and the answer back: route, identity,
 * idempotency, errors, metrics. Runs on a thread of Jetty's bounded pool and may block.
 */
final class Dispatcher extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Logger AUDIT = LoggerFactory.getLogger("io.dolake.catalog.audit");

  private final Router router;
  private final Authenticator authenticator;
  private final IdempotencyGuard idempotency;
  private final RequestMetrics metrics;
  private final long maxBodyBytes;
  private final AtomicLong requestNumber = new AtomicLong();
  private final String requestPrefix = Long.toString(System.nanoTime(), 36) + "-";

  Dispatcher(
      Router router,
      Authenticator authenticator,
      IdempotencyGuard idempotency,
      RequestMetrics metrics,
      long maxBodyBytes) {
    this.router = router;
    this.authenticator = authenticator;
    this.idempotency = idempotency;
    this.metrics = metrics;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = System.nanoTime();
    String requestId = requestPrefix + requestNumber.incrementAndGet();
    Route route = null;
    Answer answer;
    try {
      Router.Match match = router.match(request.getMethod(), request.getHttpURI().getPath());
      route = match.route();
      answer = serve(match, request, requestId);
    } catch (RuntimeException e) {
      answer = ErrorAnswers.of(e, requestId);
    } catch (StackOverflowError e) {
      answer = ErrorAnswers.answer(400, "BadRequestException", "Request is nested too deeply");
    }
    String operation = route == null ? "unknown" : route.name();
    metrics.record(operation, answer.status(), System.nanoTime() - start);
    LOG.debug("request: id={} operation={} status={}", requestId, operation, answer.status());
    send(answer, requestId, request, response, callback);
    return true;
  }

  private Answer serve(Router.Match match, Request request, String requestId) {
    Route route = match.route();
    UnaryOperator<String> header = request.getHeaders()::get;
    Access access =
        route.kind() == Route.Kind.OPEN
            ? new FullAccess("anonymous")
            : authenticator.authenticate(header.apply("Authorization"));
    byte[] body = readBody(request);
    Map<String, String> query = query(request);
    String key = route.kind() == Route.Kind.MUTATION ? header.apply(IdempotencyGuard.HEADER) : null;
    Function<Optional<IdempotentRequest>, Answer> handler =
        idempotent ->
            handleOrError(
                route,
                new Call(requestId, match.variables(), query, header, body, access, idempotent));
    if (key == null) {
      return audited(route, request, access, requestId, handler.apply(Optional.empty()));
    }
    String target =
        access.principal() + " " + request.getMethod() + " " + request.getHttpURI().getPathQuery();
    Answer answer =
        idempotency.answer(key, target, body, idempotent -> handler.apply(Optional.of(idempotent)));
    return audited(route, request, access, requestId, answer);
  }

  /** Every mutation leaves a line in the audit log, refused ones too. */
  private static Answer audited(
      Route route, Request request, Access access, String requestId, Answer answer) {
    if (route.kind() == Route.Kind.MUTATION || route.kind() == Route.Kind.MANAGEMENT) {
      AUDIT.info(
          "principal={} operation={} path={} status={} remote={} requestId={}",
          access.principal(),
          route.name(),
          request.getHttpURI().getPath(),
          answer.status(),
          Request.getRemoteAddr(request),
          requestId);
    }
    return answer;
  }

  /** Errors become answers here already, because final ones are kept for the idempotency key. */
  private static Answer handleOrError(Route route, Call call) {
    try {
      return route.handler().handle(call);
    } catch (AlreadyAnsweredException e) {
      throw e;
    } catch (RuntimeException e) {
      return ErrorAnswers.of(e, call.requestId());
    }
  }

  private byte[] readBody(Request request) {
    if (request.getLength() > maxBodyBytes) {
      throw new OversizedBodyException(maxBodyBytes);
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes((int) maxBodyBytes + 1);
      if (body.length > maxBodyBytes) {
        throw new OversizedBodyException(maxBodyBytes);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("The client went away", e);
    }
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new LinkedHashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  private static void send(
      Answer answer, String requestId, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put("X-Request-Id", requestId);
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.contentType() != null) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    boolean withoutBody = request.getMethod().equals("HEAD") || answer.body().length == 0;
    if (withoutBody) {
      response.write(true, null, callback);
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
