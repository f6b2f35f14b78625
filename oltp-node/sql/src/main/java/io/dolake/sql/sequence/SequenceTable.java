package io.dolake.sql.sequence;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.Row;
import io.dolake.storage.ShardTransaction;
import java.util.List;

/**
 * The table behind a sequence: one row with the key 1.
 *
 * <pre>
 * id INTEGER PRIMARY KEY | last_value INTEGER | is_called BOOLEAN
 * </pre>
 *
 * All numbers up to {@code last_value} may have been given out.
 */
public final class SequenceTable {
  private static final Object[] KEY = {1L};
  private static final int LAST_VALUE = 1;
  private static final int IS_CALLED = 2;

  private SequenceTable() {}

  /** The first version of a sequence's table. */
  public static TableDef define(
      TableId id, String schema, String name, SequenceDef definition, String createSql) {
    return new TableDef(
        id,
        1,
        schema,
        name,
        List.of(
            column(1, "id", ColumnType.INTEGER),
            column(1 + LAST_VALUE, "last_value", ColumnType.INTEGER),
            column(1 + IS_CALLED, "is_called", ColumnType.BOOLEAN)),
        List.of(KeyColumn.ascending(1)),
        List.of(),
        List.of(),
        1 + IS_CALLED,
        createSql,
        "",
        definition);
  }

  private static ColumnDef column(int id, String name, ColumnType type) {
    return new ColumnDef(
        id,
        name,
        type,
        type.toString(),
        false,
        null,
        null,
        null,
        false,
        Collation.BINARY,
        false,
        false,
        "");
  }

  /** Puts the row of a new sequence in place. */
  public static void insert(ShardTransaction transaction, TableId id, SequencePosition position) {
    transaction.insert(id, row(position));
  }

  /** The position, with the row locked until the transaction ends. */
  public static SequencePosition lock(ShardTransaction transaction, TableId id) {
    return positionOf(transaction.getForUpdate(id, KEY));
  }

  /** The position as the transaction sees it. */
  static SequencePosition read(ShardTransaction transaction, TableId id) {
    return positionOf(transaction.get(id, KEY));
  }

  public static void write(ShardTransaction transaction, TableId id, SequencePosition position) {
    transaction.update(id, KEY, row(position));
  }

  private static Object[] row(SequencePosition position) {
    return new Object[] {KEY[0], position.value(), position.called()};
  }

  private static SequencePosition positionOf(Row row) {
    Object[] values = row.copyOfValues();
    return new SequencePosition((Long) values[LAST_VALUE], (Boolean) values[IS_CALLED]);
  }
}
