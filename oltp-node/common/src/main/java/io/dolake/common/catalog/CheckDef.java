package io.dolake.common.catalog;

import java.util.Objects;

/** A CHECK constraint: its name (generated when none was given) and SQL text. */
public record CheckDef(String name, String expression) {
  public CheckDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(expression, "expression");
  }
}
