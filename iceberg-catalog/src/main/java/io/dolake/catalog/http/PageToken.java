package io.dolake.catalog.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.exceptions.BadRequestException;

/** Where the next page of a listing starts: after a name. Opaque to clients. */
public final class PageToken {
  private PageToken() {}

  static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e, "pageToken is not one this server gave out");
    }
  }

  /**
   * The token of the next page, or null if the page is the last.
   *
   * @param rows the page, asked for with one row more than {@code limit}
   */
  public static <T> String next(List<T> rows, int limit, Function<T, String> name) {
    if (rows.size() <= limit) {
      return null;
    }
    String last = name.apply(rows.get(limit - 1));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }
}
