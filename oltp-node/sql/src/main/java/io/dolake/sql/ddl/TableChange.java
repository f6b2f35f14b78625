package io.dolake.sql.ddl;

import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;

/** Builds the next version of a table. */
final class TableChange {
  private final TableDef before;
  private String name;
  private List<ColumnDef> columns;
  private List<CheckDef> checks;
  private List<ForeignKeyDef> foreignKeys;
  private int lastColumnId;
  private String createSql;
  private String comment;
  private SequenceDef sequence;

  private TableChange(TableDef before) {
    this.before = before;
    name = before.name();
    columns = new ArrayList<>(before.columns());
    checks = before.checks();
    foreignKeys = before.foreignKeys();
    lastColumnId = before.lastColumnId();
    createSql = before.createSql();
    comment = before.comment();
    sequence = before.sequence();
  }

  static TableChange of(TableDef before) {
    return new TableChange(before);
  }

  TableChange name(String newName) {
    name = newName;
    return this;
  }

  TableChange column(int ordinal, ColumnDef column) {
    columns.set(ordinal, column);
    return this;
  }

  TableChange add(ColumnDef column) {
    columns.add(column);
    lastColumnId = Math.max(lastColumnId, column.id());
    return this;
  }

  TableChange remove(int ordinal) {
    columns.remove(ordinal);
    return this;
  }

  TableChange checks(List<CheckDef> newChecks) {
    checks = newChecks;
    return this;
  }

  TableChange foreignKeys(List<ForeignKeyDef> newKeys) {
    foreignKeys = newKeys;
    return this;
  }

  TableChange createSql(String text) {
    createSql = text;
    return this;
  }

  TableChange comment(String text) {
    comment = text;
    return this;
  }

  TableChange sequence(SequenceDef definition) {
    sequence = definition;
    return this;
  }

  TableDef build() {
    return new TableDef(
        before.id(),
        before.schemaVersion() + 1,
        before.schema(),
        name,
        columns,
        before.primaryKey(),
        checks,
        foreignKeys,
        lastColumnId,
        createSql,
        comment,
        sequence);
  }
}
