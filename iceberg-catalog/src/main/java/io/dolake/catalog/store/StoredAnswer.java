package io.dolake.catalog.store;

/**
 * The final answer to a request with an idempotency key.
 *
 * @param status HTTP status
 * @param kind how {@code content} is to be read
 * @param content the body, or what the body is rendered from
 */
public record StoredAnswer(int status, Kind kind, String content) {
  /** What a stored answer keeps in place of its body. */
  public enum Kind {
    /** No body. */
    EMPTY,
    /** The body itself, as JSON. */
    JSON,
    /** The identifier of a table, as JSON; the body is the table as it is at the replay. */
    TABLE,
    /** The identifier of a view, as JSON; the body is the view as it is at the replay. */
    VIEW
  }

  public static final StoredAnswer NO_CONTENT = new StoredAnswer(204, Kind.EMPTY, "");

  public static StoredAnswer json(int status, String body) {
    return new StoredAnswer(status, Kind.JSON, body);
  }

  public static StoredAnswer table(String identifierJson) {
    return new StoredAnswer(200, Kind.TABLE, identifierJson);
  }

  public static StoredAnswer view(String identifierJson) {
    return new StoredAnswer(200, Kind.VIEW, identifierJson);
  }
}
