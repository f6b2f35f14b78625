package io.dolake.sql.session;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.BulkLoad;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.dml.TableWriters;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Planning;
import io.dolake.storage.ShardTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Rows streaming into a table through its writer, in one transaction. */
final class TableLoad implements BulkLoad {
  private final Session session;
  private final TableWriter writer;
  private final int[] targets;
  private final int[] defaults;
  private final ShardTransaction transaction;
  private final boolean own;
  private final ExecutionContext context;
  private final RunningStatement running;
  private long rows;
  private boolean ended;

  private TableLoad(
      Session session,
      TableWriter writer,
      int[] targets,
      ShardTransaction transaction,
      boolean own) {
    this.session = session;
    this.writer = writer;
    this.targets = targets;
    this.transaction = transaction;
    this.own = own;
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < writer.width(); i++) {
      int ordinal = i;
      if (Arrays.stream(targets).noneMatch(target -> target == ordinal)
          && !writer.isGenerated(ordinal)) {
        rest.add(i);
      }
    }
    defaults = rest.stream().mapToInt(Integer::intValue).toArray();
    running = session.statementStarts(transaction);
    context = session.executionContext(transaction, new Object[0], running::check);
  }

  static TableLoad start(
      Session session, Preparation preparation, String schema, String table, List<String> columns) {
    if (session.transaction().isFailed()) {
      throw new DoLakeException(
          ErrorCode.FAILED_TRANSACTION,
          "the transaction has failed: statements are ignored until it ends");
    }
    if (session.transaction().isReadOnly()) {
      throw new DoLakeException(
          ErrorCode.READ_ONLY_TRANSACTION, "the transaction is read only: it cannot load rows");
    }
    boolean own = !session.transaction().isOpen();
    ShardTransaction transaction = own ? session.beginOwn() : session.transaction().onStore();
    try {
      Planning planning = preparation.planning(transaction.catalog());
      TableDef definition =
          planning.table(
              new SqlIdentifier(
                  schema == null ? List.of(table) : List.of(schema, table), SqlParserPos.ZERO));
      TableWriter writer = new TableWriters(planning).of(definition);
      return new TableLoad(
          session, writer, targets(planning, definition, writer, columns), transaction, own);
    } catch (RuntimeException e) {
      if (own) {
        transaction.close();
      }
      throw e;
    }
  }

  private static int[] targets(
      Planning planning, TableDef table, TableWriter writer, List<String> columns) {
    List<Integer> targets = new ArrayList<>();
    for (String column : columns) {
      int ordinal = planning.column(table, new SqlIdentifier(column, SqlParserPos.ZERO));
      if (writer.isGenerated(ordinal)) {
        throw new DoLakeException(
            ErrorCode.INVALID_DEFINITION, "cannot load generated column \"" + column + "\"");
      }
      if (targets.contains(ordinal)) {
        throw new DoLakeException(
            ErrorCode.DUPLICATE_COLUMN, "column \"" + column + "\" is given twice");
      }
      targets.add(ordinal);
    }
    if (columns.isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        ColumnDef column = table.columns().get(i);
        if (!column.hidden() && column.generatedExpression() == null) {
          targets.add(i);
        }
      }
    }
    return targets.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public List<ColumnType> columnTypes() {
    return Arrays.stream(targets).mapToObj(writer::type).toList();
  }

  @Override
  public void add(Object[] values) {
    requireRunning();
    try {
      Object[] row = new Object[writer.width()];
      for (int i = 0; i < targets.length; i++) {
        row[targets[i]] = writer.convert(targets[i], values[i]);
      }
      for (int ordinal : defaults) {
        row[ordinal] = writer.defaultValue(context, ordinal);
      }
      context.step();
      Object[] completed = writer.completed(context, row);
      if (completed != null) {
        writer.insert(context, completed);
        rows++;
      }
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(RuntimeException e) {
    giveUp();
    return Errors.forClient(running.explained(e));
  }

  private void giveUp() {
    end();
    if (own) {
      transaction.close();
      session.notifications().rollback();
    } else {
      session.transaction().fail();
    }
  }

  private void end() {
    ended = true;
    session.statementRests(running);
    if (own) {
      session.deferredChecks().clear();
    }
  }

  private void requireRunning() {
    if (ended) {
      throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "the bulk load has ended");
    }
  }

  @Override
  public CompletableFuture<Long> finish() {
    requireRunning();
    long count = rows;
    try {
      TableWriter.endOfStatement(context);
      if (own) {
        session.deferredChecks().runAll(context);
      }
    } catch (RuntimeException e) {
      throw failed(e);
    }
    end();
    return own
        ? session.commitOwn(transaction, false).thenApply(nothing -> count)
        : CompletableFuture.completedFuture(count);
  }

  @Override
  public void close() {
    if (!ended) {
      giveUp();
    }
  }
}
