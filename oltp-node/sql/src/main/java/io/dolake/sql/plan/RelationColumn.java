package io.dolake.sql.plan;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import java.util.Objects;

/** A column of a virtual relation; hidden ones stay out of {@code SELECT *}. */
public record RelationColumn(String name, ColumnType type, Collation collation, boolean hidden) {
  public RelationColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(collation, "collation");
  }

  public static RelationColumn of(String name, ColumnType type) {
    return new RelationColumn(name, type, Collation.BINARY, false);
  }
}
