package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.sql.types.TextForm;
import io.dolake.storage.UniqueViolationException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The detail field of errors, in PostgreSQL's words where client libraries read it: they find the
 * columns of a unique key and its values there.
 */
final class ErrorDetail {
  private ErrorDetail() {}

  static Optional<String> of(DoLakeException error) {
    return error instanceof UniqueViolationException violation
        ? Optional.of(existingKey(violation))
        : Optional.empty();
  }

  private static String existingKey(UniqueViolationException violation) {
    String values =
        Arrays.stream(violation.values())
            .map(value -> value == null ? "null" : TextForm.of(value))
            .collect(Collectors.joining(", "));
    String columns = String.join(", ", violation.columns());
    return "Key (" + columns + ")=(" + values + ") already exists.";
  }
}
