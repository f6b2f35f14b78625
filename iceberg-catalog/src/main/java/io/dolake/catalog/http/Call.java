package io.dolake.catalog.http;

import io.dolake.catalog.auth.Access;
import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.IdempotentRequest;
import io.dolake.catalog.store.Page;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTUtil;

/**
 * One request, as its handler sees it.
 *
 * @param requestId name of the request in logs and errors
 * @param variables encoded values of the path's variables
 * @param query decoded query parameters
 * @param header gives a header's value by name, or null
 * @param body the bytes of the body
 * @param access what the caller may do
 * @param idempotency set if the request is a mutation with an idempotency key
 */
@SuppressWarnings("ArrayRecordComponent")
public record Call(
    String requestId,
    Map<String, String> variables,
    Map<String, String> query,
    UnaryOperator<String> header,
    byte[] body,
    Access access,
    Optional<IdempotentRequest> idempotency) {
  private static final int MAX_PAGE = 10_000;
  private static final int DEFAULT_PAGE = 1_000;

  /** The body as a request of the specification. */
  public <T extends RESTRequest> T body(Class<T> type) {
    return RestJson.read(body, type);
  }

  public Caller caller() {
    return new Caller(access.principal(), requestId, idempotency);
  }

  public Namespace namespace() {
    return RESTUtil.decodeNamespace(
        variables.get("namespace"), RESTCatalogProperties.NAMESPACE_SEPARATOR_DEFAULT);
  }

  /** The table or view named by path variable {@code variable} and the namespace in the path. */
  public TableIdentifier identifier(String variable) {
    return TableIdentifier.of(namespace(), RESTUtil.decodeString(variables.get(variable)));
  }

  /** The part of a listing that is asked for; the whole listing unless paging was started. */
  public Page page() {
    if (!query.containsKey("pageToken")) {
      return Page.ALL;
    }
    return new Page(PageToken.decode(query.get("pageToken")), pageSize());
  }

  private int pageSize() {
    String size = query.get("pageSize");
    if (size == null) {
      return DEFAULT_PAGE;
    }
    try {
      int parsed = Integer.parseInt(size);
      if (parsed >= 1) {
        return Math.min(parsed, MAX_PAGE);
      }
    } catch (NumberFormatException e) {
      throw new BadRequestException(e, "pageSize is not a number: %s", size);
    }
    throw new BadRequestException("pageSize must be at least 1: %s", size);
  }

  /** A query parameter that is true or false. */
  public boolean flag(String name) {
    String value = query.getOrDefault(name, "false");
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(value);
    }
    throw new BadRequestException("%s must be true or false: %s", name, value);
  }
}
