package io.dolake.catalog.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to answer a request with.
 *
 * @param status HTTP status
 * @param contentType of the body; null if there is no body
 * @param body the bytes; empty if there is no body
 * @param headers further headers
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  public static final String JSON = "application/json";
  public static final Answer NO_CONTENT = new Answer(204, null, new byte[0], Map.of());
  public static final Answer NOT_MODIFIED = new Answer(304, null, new byte[0], Map.of());

  /** An object in the specification's JSON form. */
  public static Answer json(Object value) {
    return json(200, RestJson.bytes(value));
  }

  public static Answer json(int status, byte[] body) {
    return new Answer(status, JSON, body, Map.of());
  }

  public static Answer text(int status, String contentType, String text) {
    return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public Answer withHeader(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(headers);
    extended.put(name, value);
    return new Answer(status, contentType, body, extended);
  }
}
