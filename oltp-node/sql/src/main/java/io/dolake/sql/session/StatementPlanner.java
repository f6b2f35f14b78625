package io.dolake.sql.session;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.ddl.DdlPlanner;
import io.dolake.sql.dml.InsertPlanner;
import io.dolake.sql.dml.PointReadPlan;
import io.dolake.sql.dml.UpdatePlanner;
import io.dolake.sql.parse.Parsed;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.pragma.PragmaPlanner;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;

/** Plans every statement that runs in a transaction. */
final class StatementPlanner {
  private StatementPlanner() {}

  static StatementPlan plan(Planning planning, Parsed parsed) {
    return plan(planning, parsed.statement(), parsed.parameterNames().size());
  }

  static StatementPlan plan(Planning planning, Statement statement, int parameterCount) {
    StatementPlan plan = choose(planning, statement, parameterCount);
    return plan.parameterTypes().size() < parameterCount
        ? new PaddedPlan(plan, parameterCount)
        : plan;
  }

  private static StatementPlan choose(Planning planning, Statement statement, int parameterCount) {
    if (statement instanceof Statement.Query query) {
      StatementPlan pointRead = PointReadPlan.of(planning, query.query());
      return pointRead != null
          ? pointRead
          : new QueryStatementPlan(planning.planQuery(query.query()));
    }
    if (statement instanceof Statement.Insert insert) {
      return InsertPlanner.plan(planning, insert);
    }
    if (statement instanceof Statement.Update update) {
      return UpdatePlanner.plan(planning, update);
    }
    if (statement instanceof Statement.Delete delete) {
      return UpdatePlanner.plan(planning, delete);
    }
    if (statement instanceof Statement.Explain explain) {
      return new ExplainPlan(
          plan(planning, explain.statement(), parameterCount), explain.analyze());
    }
    if (statement instanceof Statement.Pragma pragma) {
      return PragmaPlanner.plan(planning, pragma);
    }
    StatementPlan ddl = DdlPlanner.plan(planning, statement);
    if (ddl != null) {
      return ddl;
    }
    throw new SqlException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        CommandTags.of(statement) + " cannot be run here",
        statement instanceof Statement.Copy
            ? "COPY works over the PostgreSQL protocol; embedded, use SqlSession.bulkLoad."
            : null,
        0);
  }
}
