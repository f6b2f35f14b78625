package io.dolake.cli.lake;

import io.dolake.common.catalog.TableDef;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Lays a {@link LogDelta} over a cut's view: rows of the cut that the log changed are hidden, their
 * last images added. Images are kept as text and cast by a view, so that every type takes one way.
 */
final class DeltaView {
  private final DuckDBConnection duckdb;

  DeltaView(DuckDBConnection duckdb) {
    this.duckdb = duckdb;
  }

  /**
   * Makes the view {@code lake.<name>}.
   *
   * @param base quoted name of the cut's view
   * @param schema the table's columns in the lake; field ids are the database's column ids
   */
  void create(String base, String name, Schema schema, LogDelta delta) throws SQLException {
    List<Types.NestedField> columns =
        schema.columns().stream()
            .filter(column -> delta.table().ordinalOf(column.fieldId()) >= 0)
            .toList();
    List<Types.NestedField> key =
        delta.table().primaryKey().stream().map(part -> schema.findField(part.columnId())).toList();
    String before = images(name + "$before", key, delta.table(), delta.before());
    String after = images(name + "$after", columns, delta.table(), delta.after());
    String sameKey =
        key.stream()
            .map(part -> LakeView.quoted(part.name()))
            .map(part -> "base." + part + " = changed." + part)
            .collect(Collectors.joining(" AND "));
    String names =
        columns.stream().map(c -> LakeView.quoted(c.name())).collect(Collectors.joining(", "));
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(
          ("CREATE OR REPLACE VIEW %s AS SELECT %s FROM %s AS base"
                  + " WHERE NOT EXISTS (SELECT 1 FROM %s AS changed WHERE %s)"
                  + " UNION ALL SELECT %s FROM %s")
              .formatted(LakeView.inLake(name), names, base, before, sameKey, names, after));
    }
  }

  /** Puts row images into a table of text and returns the name of a view on it with real types. */
  private String images(
      String name, List<Types.NestedField> columns, TableDef table, Iterable<Object[]> rows)
      throws SQLException {
    String textName = name + "$text";
    String text = LakeView.inLake(textName);
    String view = LakeView.inLake(name);
    String definitions =
        columns.stream()
            .map(c -> LakeView.quoted(c.name()) + " VARCHAR")
            .collect(Collectors.joining(", "));
    String casts = columns.stream().map(DeltaView::cast).collect(Collectors.joining(", "));
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE " + text + " (" + definitions + ")");
      statement.execute("CREATE OR REPLACE VIEW " + view + " AS SELECT " + casts + " FROM " + text);
    }
    try (DuckDBAppender appender = duckdb.createAppender(LakeView.SCHEMA, textName)) {
      for (Object[] row : rows) {
        appender.beginRow();
        for (Types.NestedField column : columns) {
          String value = text(row[table.ordinalOf(column.fieldId())], column.type());
          if (value == null) {
            appender.appendNull();
          } else {
            appender.append(value);
          }
        }
        appender.endRow();
      }
    }
    return view;
  }

  private static String cast(Types.NestedField column) {
    String name = LakeView.quoted(column.name());
    String type = DuckDbTypes.of(column.type());
    String value =
        type.equals("BLOB") ? "unhex(" + name + ")" : "CAST(" + name + " AS " + type + ")";
    return value + " AS " + name;
  }

  private static String text(Object value, Type type) {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes && type.typeId() != Type.TypeID.STRING) {
      return HexFormat.of().formatHex(bytes);
    }
    return value.toString();
  }
}
