package io.dolake.sql.exec;

/**
 * One opened plan: its execution's context and the variables through which correlated subqueries
 * and lateral joins read their outer rows. Belongs to the statement's thread.
 */
public final class Frame {
  private static final Object[] NO_VARIABLES = {};

  private final ExecutionContext context;
  private final Object[] variables;
  private final PlanProfile profile;

  public Frame(ExecutionContext context, int variableCount) {
    this(context, variableCount, null);
  }

  /**
   * @param profile where operators count their rows and time, or null
   */
  public Frame(ExecutionContext context, int variableCount, PlanProfile profile) {
    this.context = context;
    this.variables = variableCount == 0 ? NO_VARIABLES : new Object[variableCount];
    this.profile = profile;
  }

  public ExecutionContext context() {
    return context;
  }

  public Object variable(int id) {
    return variables[id];
  }

  public void setVariable(int id, Object value) {
    variables[id] = value;
  }

  PlanProfile profile() {
    return profile;
  }
}
