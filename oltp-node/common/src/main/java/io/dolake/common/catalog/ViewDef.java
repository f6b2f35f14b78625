package io.dolake.common.catalog;

import java.util.Objects;

/** A view: its name and its CREATE VIEW statement as the user wrote it. */
public record ViewDef(String schema, String name, String createSql) {
  public ViewDef {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(createSql, "createSql");
  }
}
