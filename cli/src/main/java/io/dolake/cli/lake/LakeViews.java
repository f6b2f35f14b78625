package io.dolake.cli.lake;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBConnection;

/**
 * Makes the views that one statement reads: for each lake table it names, the table at the moment
 * it asks for. References to one moment all read one cut.
 */
final class LakeViews {
  /** Tables that an error message lists. */
  private static final int MAX_NAMED = 20;

  private final Moments moments;
  private final ShardStore store;
  private final DuckDBConnection duckdb;
  private final LakeView view;

  LakeViews(Lake lake, ShardStore store, DuckDBConnection duckdb) {
    this.moments = new Moments(lake, store);
    this.store = store;
    this.duckdb = duckdb;
    this.view = new LakeView(duckdb, lake.snapshotFiles(), new LocalFiles());
  }

  /** One lake table of the statement: where its rows are to be read from. */
  private record Source(
      LakeTableName name, Table table, Schema schema, Long snapshotId, Moments.Moment moment) {}

  /**
   * Makes the views.
   *
   * @param withRows false leaves them empty, for statements that are only described
   * @return the statement as DuckDB is to run it
   */
  String open(LakeStatement statement, boolean withRows) throws SQLException {
    Map<LakeReference, String> names = new HashMap<>();
    Map<String, Source> sources = new LinkedHashMap<>();
    Map<String, Schema> schemas = new HashMap<>();
    for (LakeReference reference : statement.references()) {
      String name = reference.table() + "@" + names.size();
      Source source = source(reference);
      names.put(reference, name);
      sources.put(name, source);
      schemas.put(name, source.schema());
    }
    String sql = statement.rewritten(reference -> inDuckDb(reference, names.get(reference)));
    Map<String, Expression> filters = withRows ? ScanFilters.of(duckdb, sql, schemas) : Map.of();
    Expression otherwise = withRows ? Expressions.alwaysTrue() : Expressions.alwaysFalse();
    for (Map.Entry<String, Source> entry : sources.entrySet()) {
      Expression filter = filters.getOrDefault(entry.getKey(), otherwise);
      create(entry.getKey(), entry.getValue(), filter, withRows);
    }
    return sql;
  }

  private static String inDuckDb(LakeReference reference, String view) {
    String alias = reference.alias() == null ? "" : " AS " + LakeView.quoted(reference.alias());
    return LakeView.inLake(view) + alias;
  }

  private Source source(LakeReference reference) {
    LakeTableName name = reference.table();
    Moments.Moment moment = moments.of(reference.asOf());
    Table table = moment.cut().tables().get(name);
    if (table == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE,
          "there is no table '" + name + "' in the lake",
          moment.cut().tables().isEmpty()
              ? "nothing has been committed to the lake yet"
              : tablesOf(moment.cut()));
    }
    Long snapshotId = moment.cut().cut().snapshots().get(name);
    return new Source(name, table, LakeQuery.schemaAt(table, snapshotId), snapshotId, moment);
  }

  private static String tablesOf(Lake.ReadableCut cut) {
    String names =
        cut.tables().keySet().stream()
            .limit(MAX_NAMED)
            .map(LakeTableName::toString)
            .collect(Collectors.joining(", ", "tables: ", ""));
    return cut.tables().size() > MAX_NAMED ? names + ", ..." : names;
  }

  private void create(String name, Source source, Expression filter, boolean withRows)
      throws SQLException {
    LakeTableName table = source.name();
    if (source.moment().exact(table) || !withRows) {
      view.create(name, source.table(), source.schema(), source.snapshotId(), filter);
      return;
    }
    // The filter is right for the cut alone as well: rows it leaves out would not pass the query.
    String base = name + "+cut";
    view.create(base, source.table(), source.schema(), source.snapshotId(), filter);
    TableDef definition = definition(table);
    try {
      LogDelta delta =
          LogDelta.read(store, definition, source.moment().shown(table), source.moment().target());
      new DeltaView(duckdb).create(LakeView.inLake(base), name, source.schema(), delta);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "interrupted while reading the log");
    }
  }

  private TableDef definition(LakeTableName table) {
    return store
        .catalog()
        .table(table.schema(), table.table())
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.UNDEFINED_TABLE,
                    "table '" + table + "' is not in the database any more",
                    "leave AS OF out, or name the moment of a cut"));
  }
}
