package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.function.RaiseException;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.storage.UniqueViolationException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * One trigger, ready to fire. Its statements are planned when it fires for the first time, because
 * triggers may lead to each other. Thread-safe.
 */
final class TriggerProgram {
  /** One step: a statement, or a query whose rows nobody wants. */
  private interface Step {
    void run(ExecutionContext context);
  }

  private record Compiled(CompiledExpression when, List<Step> steps) {}

  private final Planning planning;
  private final TriggerDef definition;
  private final Statement.CreateTrigger statement;
  private final TriggerRows rows;
  private final int[] columns;
  private final Map<ConflictAction, Compiled> compiled = new EnumMap<>(ConflictAction.class);

  TriggerProgram(Planning planning, TriggerDef definition, TableDef relation) {
    this.definition = definition;
    statement =
        (Statement.CreateTrigger) SqlParser.parseStatement(definition.createSql()).statement();
    rows = new TriggerRows(relation, statement.event());
    this.planning = planning.withoutText().withParameterTypes(rows.parameterTypes());
    columns =
        statement.columns().stream()
            .map(SqlIdentifier::getSimple)
            .mapToInt(name -> Planning.columnOrMinusOne(relation, name))
            .toArray();
  }

  TriggerDef definition() {
    return definition;
  }

  boolean isFor(TriggerTiming timing, TriggerEvent event) {
    return statement.timing() == timing && statement.event() == event;
  }

  /** Whether UPDATE OF names one of the assigned columns; a null list means any. */
  boolean concerns(int[] assigned) {
    if (columns.length == 0 || assigned == null) {
      return true;
    }
    for (int column : columns) {
      for (int each : assigned) {
        if (each == column) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Fires for one row.
   *
   * @param policy ON CONFLICT of the firing statement, which counts for the trigger's as well
   * @return false when RAISE(IGNORE) says to leave the row alone
   */
  boolean fire(ExecutionContext firing, ConflictAction policy, Object[] oldRow, Object[] newRow) {
    Compiled program = compiled(policy);
    Object[] parameters = rows.parameters(oldRow, newRow);
    try {
      if (program.when != null && !program.when.test(NO_ROW, firing.nested(parameters))) {
        return true;
      }
      for (Step step : program.steps) {
        step.run(firing.nested(parameters));
      }
      return true;
    } catch (RaiseException raised) {
      if (raised.action() == ConflictAction.IGNORE) {
        return false;
      }
      throw raised;
    } catch (UniqueViolationException violation) {
      // For the firing statement this is no conflict of its own row that it could resolve.
      throw new ConstraintViolationException(
          ErrorCode.UNIQUE_VIOLATION,
          violation.getMessage(),
          violation.schema(),
          violation.tableName(),
          null,
          violation.constraint());
    }
  }

  private static final Object[] NO_ROW = {};

  private Compiled compiled(ConflictAction policy) {
    synchronized (compiled) {
      return compiled.computeIfAbsent(policy, this::compile);
    }
  }

  private Compiled compile(ConflictAction policy) {
    CompiledExpression when = null;
    if (statement.when() != null) {
      String condition = rows.rewrite(statement.when().text());
      when = planning.compile(SqlParser.parseExpression(condition), RowScope.EMPTY);
    }
    List<Step> steps = new ArrayList<>();
    for (String text : statement.body()) {
      steps.add(step(SqlParser.parseStatement(rows.rewrite(text)).statement(), policy));
    }
    return new Compiled(when, steps);
  }

  private Step step(Statement step, ConflictAction policy) {
    if (step instanceof Statement.Query query) {
      QueryPlan plan = planning.planQuery(query.query());
      return context -> drain(plan, context);
    }
    StatementPlan plan = plan(step, policy);
    return context -> plan.run(context).close();
  }

  private StatementPlan plan(Statement step, ConflictAction policy) {
    boolean own = policy == ConflictAction.ABORT;
    if (step instanceof Statement.Insert insert) {
      return InsertPlanner.plan(planning, own ? insert : insert.with(policy));
    }
    if (step instanceof Statement.Update update) {
      return UpdatePlanner.plan(planning, own ? update : update.with(policy));
    }
    return UpdatePlanner.plan(planning, (Statement.Delete) step);
  }

  private static void drain(QueryPlan plan, ExecutionContext context) {
    try (RowSource source = plan.open(context)) {
      while (source.next() != null) {
        context.step();
      }
    }
  }
}
