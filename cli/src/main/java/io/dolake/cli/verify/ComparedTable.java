package io.dolake.cli.verify;

import io.dolake.cli.lake.LakeTableName;
import io.dolake.common.catalog.TableDef;
import io.dolake.lake.event.TablePatterns;
import io.dolake.sql.parse.DeclaredType;
import io.dolake.sql.statement.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table that is compared, as the database describes it. */
public final class ComparedTable {
  private final String schema;
  private final String name;
  private final List<ComparedColumn> columns;
  private final int keyColumns;

  private ComparedTable(String schema, String name, List<ComparedColumn> columns, int keyColumns) {
    this.schema = schema;
    this.name = name;
    this.columns = columns;
    this.keyColumns = keyColumns;
  }

  /** All tables of the database, by schema and name. */
  static List<ComparedTable> all(Connection database) throws SQLException {
    List<ComparedTable> tables = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_schema, table_name FROM information_schema.tables"
                    + " WHERE table_type = 'BASE TABLE'"
                    + " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
                    + " ORDER BY table_schema, table_name")) {
      while (rows.next()) {
        tables.add(of(database, rows.getString(1), rows.getString(2)));
      }
    }
    return tables;
  }

  /** One table, with the columns that the database says it has. */
  public static ComparedTable of(Connection database, String schema, String name)
      throws SQLException {
    List<ComparedColumn> key = new ArrayList<>();
    List<ComparedColumn> others = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            "SELECT name, type, pk FROM pragma_table_xinfo(?, ?) WHERE hidden <> 1"
                + " ORDER BY pk, cid")) {
      statement.setString(1, name);
      statement.setString(2, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ComparedColumn column =
              new ComparedColumn(
                  rows.getString(1), DeclaredType.of(rows.getString(2)).columnType());
          (rows.getInt(3) > 0 ? key : others).add(column);
        }
      }
    }
    List<ComparedColumn> columns = new ArrayList<>(key);
    columns.addAll(others);
    return new ComparedTable(
        Schemas.canonical(schema),
        name,
        columns,
        // A table without a declared key is compared in the order of all its columns.
        key.isEmpty() ? columns.size() : key.size());
  }

  boolean matches(TablePatterns patterns) {
    return patterns.matches(schema, name);
  }

  /** Its name for people. */
  String shown() {
    return LakeTableName.shown(schema, name);
  }

  /** Key columns first. */
  List<ComparedColumn> columns() {
    return columns;
  }

  /** What tells rows apart. */
  List<ComparedColumn> key() {
    return columns.subList(0, keyColumns);
  }

  String inDatabase() {
    return TableComparison.quoted(schema) + "." + TableComparison.quoted(name);
  }

  String inLake() {
    return "lake."
        + (schema.equals(TableDef.DEFAULT_SCHEMA) ? "" : TableComparison.quoted(schema) + ".")
        + TableComparison.quoted(name);
  }
}
