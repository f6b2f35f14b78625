package io.dolake.catalog.http;

import io.dolake.catalog.store.OutcomeUnknownException;
import io.dolake.catalog.store.StoreUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchPlanIdException;
import org.apache.iceberg.exceptions.NoSuchPlanTaskException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from exceptions to answers.
 *
 * <p>503 with {@code Retry-After} means that nothing was applied and the request can be repeated.
 * 500 of type CommitStateUnknownException means that it may have been applied.
 */
final class ErrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private record Mapping(int status, String type) {}

  private static final Map<Class<?>, Mapping> MAPPINGS = new LinkedHashMap<>();

  static {
    map(400, BadRequestException.class);
    map(400, ValidationException.class);
    map(400, IllegalArgumentException.class);
    map(401, NotAuthorizedException.class);
    map(403, ForbiddenException.class);
    map(404, NoSuchNamespaceException.class);
    map(404, NoSuchTableException.class);
    map(404, NoSuchViewException.class);
    map(404, NoSuchPlanIdException.class);
    map(404, NoSuchPlanTaskException.class);
    map(404, NoSuchWarehouseException.class);
    map(404, NotFoundException.class);
    map(406, UnsupportedOperationException.class);
    map(409, AlreadyExistsException.class);
    map(409, NamespaceNotEmptyException.class);
    map(409, CommitFailedException.class);
    map(413, OversizedBodyException.class);
    map(422, UnprocessableEntityException.class);
    map(500, CommitStateUnknownException.class);
    map(503, ServiceUnavailableException.class);
    MAPPINGS.put(
        StoreUnavailableException.class,
        new Mapping(503, ServiceUnavailableException.class.getSimpleName()));
    MAPPINGS.put(
        OutcomeUnknownException.class,
        new Mapping(500, CommitStateUnknownException.class.getSimpleName()));
  }

  private ErrorAnswers() {}

  private static void map(int status, Class<? extends Exception> type) {
    MAPPINGS.put(type, new Mapping(status, type.getSimpleName()));
  }

  static Answer of(Throwable error, String requestId) {
    if (error instanceof NoSuchRouteException e) {
      return answer(e.status(), "NoSuchEndpointException", e.getMessage());
    }
    Mapping mapping = find(error.getClass());
    if (mapping == null) {
      LOG.error("request failed: requestId={}", requestId, error);
      return answer(
          500,
          "InternalServerError",
          "Internal error, see the server's log for request " + requestId);
    }
    if (mapping.status() >= 500) {
      LOG.warn("request failed: requestId={} status={}", requestId, mapping.status(), error);
    }
    Answer answer = answer(mapping.status(), mapping.type(), messageOf(error));
    return switch (mapping.status()) {
      case 401 -> answer.withHeader("WWW-Authenticate", "Bearer");
      case 503 -> answer.withHeader("Retry-After", "1");
      default -> answer;
    };
  }

  static Answer answer(int status, String type, String message) {
    ErrorResponse body =
        ErrorResponse.builder().responseCode(status).withType(type).withMessage(message).build();
    return Answer.json(status, RestJson.bytes(body));
  }

  private static Mapping find(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Mapping mapping = MAPPINGS.get(c);
      if (mapping != null) {
        return mapping;
      }
    }
    return null;
  }

  private static String messageOf(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
