package io.dolake.sql;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.advisory.SessionAdvisoryLocks;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.MemoryBudget;
import io.dolake.sql.exec.SessionView;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.expr.ScalarCompiler;
import io.dolake.sql.notify.SessionNotifications;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.ViewParser;
import io.dolake.sql.sequence.SessionSequences;
import io.dolake.storage.ExpressionCompiler;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** Compiles the expressions of indexes for the store. Stateless and thread-safe. */
public final class SqlExpressionCompiler implements ExpressionCompiler {
  /** What one index expression may hold while it is computed. */
  private static final long MEMORY_BYTES = 16L << 20;

  private static final Object[] NO_PARAMETERS = {};
  private static final ViewParser NO_VIEWS =
      view -> {
        throw new IllegalStateException("index expressions have no queries");
      };

  private final ScalarCompiler scalars = new ScalarCompiler();

  @Override
  public Function<Object[], Object> compile(String expression, TableDef table) {
    PlanContext context =
        new PlanContext(
            EmptyCatalog.INSTANCE,
            RelationProvider.NONE,
            NO_VIEWS,
            List.of(),
            List.of(),
            expression);
    CompiledExpression compiled =
        scalars.compile(SqlParser.parseExpression(expression), RowScope.of(table), context);
    return row -> compiled.eval(row, newContext());
  }

  private static ExecutionContext newContext() {
    return new ExecutionContext(
        null,
        NO_PARAMETERS,
        Instant.EPOCH,
        NoSession.INSTANCE,
        new MemoryBudget(MEMORY_BYTES),
        () -> {});
  }

  /** Index expressions are pure: nothing of a session is visible to them. */
  private enum NoSession implements SessionView {
    INSTANCE;

    @Override
    public long lastInsertRowId() {
      return 0;
    }

    @Override
    public long changes() {
      return 0;
    }

    @Override
    public long totalChanges() {
      return 0;
    }

    @Override
    public String user() {
      return "";
    }

    @Override
    public String database() {
      return "";
    }

    @Override
    public List<String> searchPath() {
      return List.of();
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public String setting(String name) {
      return null;
    }

    @Override
    public String configure(String name, String value, boolean local) {
      throw impure();
    }

    @Override
    public SessionHost host() {
      throw impure();
    }

    @Override
    public SessionAdvisoryLocks advisoryLocks() {
      throw impure();
    }

    @Override
    public SessionNotifications notifications() {
      throw impure();
    }

    @Override
    public SessionSequences sequences() {
      throw impure();
    }

    private static IllegalStateException impure() {
      return new IllegalStateException("an index expression asked for its session");
    }

    @Override
    public List<ResultColumn> columnsOf(ViewDef view) {
      return List.of();
    }

    @Override
    public List<ViewSource> sourcesOf(ViewDef view, List<String> searchPath) {
      return List.of();
    }
  }
}
