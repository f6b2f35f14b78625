package io.dolake.common.catalog;

import io.dolake.common.TableId;
import java.util.List;
import java.util.Objects;

/** A foreign key of the table that holds it: column ids here, column ids of the parent there. */
public record ForeignKeyDef(
    String name,
    List<Integer> columnIds,
    TableId parent,
    List<Integer> parentColumnIds,
    Action onDelete,
    Action onUpdate,
    boolean deferred) {

  /** What happens to the child when its parent goes or changes its key. */
  public enum Action {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }

  public ForeignKeyDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(parent, "parent");
    columnIds = List.copyOf(columnIds);
    parentColumnIds = List.copyOf(parentColumnIds);
  }
}
