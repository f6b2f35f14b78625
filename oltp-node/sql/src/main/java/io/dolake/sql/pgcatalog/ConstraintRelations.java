package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** pg_constraint. */
final class ConstraintRelations {
  private ConstraintRelations() {}

  static void define(PgCatalog catalog) {
    catalog.add(
        "pg_constraint",
        "oid:I conname:N connamespace:i contype:t condeferrable:b condeferred:b convalidated:b "
            + "conrelid:I contypid:i conindid:I conparentid:i confrelid:I confupdtype:t "
            + "confdeltype:t confmatchtype:t conislocal:b coninhcount:i connoinherit:b conkey:a "
            + "confkey:a conpfeqop:t conppeqop:t conffeqop:t confdelsetcols:t conexclop:t conbin:t",
        (objects, context) -> constraints(objects));
  }

  private static List<Object[]> constraints(CatalogIndex objects) {
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      if (constraint.key() != null) {
        rows.add(foreignKey(objects, constraint));
      } else if (constraint.index() != null) {
        String key = array(constraint.index().columns().stream().map(KeyColumn::columnId).toList());
        rows.add(
            plain(
                constraint,
                constraint.index().primary() ? "p" : "u",
                constraint.index().oid(),
                key,
                null));
      } else {
        rows.add(plain(constraint, "c", 0, null, constraint.check().expression()));
      }
    }
    return rows;
  }

  private static Object[] plain(
      CatalogIndex.Constraint constraint, String type, long index, String key, String expression) {
    return ClassRelations.row(
        constraint.oid(),
        constraint.name(),
        ObjectIds.ofSchema(constraint.table().schema()),
        type,
        false,
        false,
        true,
        ObjectIds.ofTable(constraint.table().id()),
        0,
        index,
        0,
        0,
        " ",
        " ",
        " ",
        true,
        0,
        true,
        key,
        null,
        null,
        null,
        null,
        null,
        null,
        expression);
  }

  private static Object[] foreignKey(CatalogIndex objects, CatalogIndex.Constraint constraint) {
    ForeignKeyDef key = constraint.key();
    CatalogIndex.Index referenced = objects.referencedIndex(key);
    return ClassRelations.row(
        constraint.oid(),
        constraint.name(),
        ObjectIds.ofSchema(constraint.table().schema()),
        "f",
        key.deferred(),
        key.deferred(),
        true,
        ObjectIds.ofTable(constraint.table().id()),
        0,
        referenced == null ? 0L : referenced.oid(),
        0,
        ObjectIds.ofTable(key.parent()),
        action(key.onUpdate()),
        action(key.onDelete()),
        "s",
        true,
        0,
        true,
        array(key.columnIds()),
        array(key.parentColumnIds()),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static String action(ForeignKeyDef.Action action) {
    return switch (action) {
      case NO_ACTION -> "a";
      case RESTRICT -> "r";
      case CASCADE -> "c";
      case SET_NULL -> "n";
      case SET_DEFAULT -> "d";
    };
  }

  /** An array of numbers. */
  private static String array(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
