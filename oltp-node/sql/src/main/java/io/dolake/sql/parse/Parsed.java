package io.dolake.sql.parse;

import java.util.List;
import java.util.Objects;

/**
 * A statement and its parameters.
 *
 * @param parameterNames one entry for each parameter position: {@code :a} or {@code @a} for named
 *     ones, null for those without a name
 */
public record Parsed(Statement statement, List<String> parameterNames) {
  public Parsed {
    Objects.requireNonNull(statement, "statement");
    parameterNames =
        java.util.Collections.unmodifiableList(new java.util.ArrayList<>(parameterNames));
  }
}
