package io.dolake.sql.ddl;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.List;

/**
 * A statement that changes the catalog. Everything is looked up when it runs, in the catalog as its
 * transaction sees it then.
 */
final class DdlPlan implements StatementPlan {
  /** What the statement does; returns how many rows it affected. */
  @FunctionalInterface
  interface Action {
    long run(DdlContext context);
  }

  private final Planning planning;
  private final Action action;
  private final boolean createsTemporary;

  DdlPlan(Planning planning, Action action, boolean createsTemporary) {
    this.planning = planning;
    this.action = action;
    this.createsTemporary = createsTemporary;
  }

  @Override
  public boolean createsTemporary() {
    return createsTemporary;
  }

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public boolean changesSchema() {
    return true;
  }

  @Override
  public List<String> explain() {
    return List.of("CHANGE CATALOG");
  }

  @Override
  public StatementResult run(ExecutionContext context) {
    return StatementResult.affected(action.run(new DdlContext(planning, context)));
  }
}
