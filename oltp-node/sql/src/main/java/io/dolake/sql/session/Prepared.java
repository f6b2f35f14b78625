package io.dolake.sql.session;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.parse.Parsed;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.statement.StatementPlan;
import java.util.List;

/**
 * A statement planned against one version of the catalog, or a command to the session itself (then
 * without plan).
 */
final class Prepared implements PreparedSql {
  private static final Object[] NONE = {};

  private final String text;
  private final List<ColumnType> declaredTypes;
  private final Parsed parsed;
  private final StatementPlan plan;
  private final SessionCommand command;
  private final String tag;
  private final long catalogVersion;
  private final Object[] literals;

  Prepared(
      String text,
      List<ColumnType> declaredTypes,
      Parsed parsed,
      StatementPlan plan,
      SessionCommand command,
      long catalogVersion) {
    this(text, declaredTypes, parsed, plan, command, catalogVersion, NONE);
  }

  private Prepared(
      String text,
      List<ColumnType> declaredTypes,
      Parsed parsed,
      StatementPlan plan,
      SessionCommand command,
      long catalogVersion,
      Object[] literals) {
    this.text = text;
    this.declaredTypes = declaredTypes;
    this.parsed = parsed;
    this.plan = plan;
    this.command = command;
    this.tag = CommandTags.of(parsed.statement());
    this.catalogVersion = catalogVersion;
    this.literals = literals;
  }

  /** The same plan for a text whose literals were lifted into these values. */
  Prepared withLiterals(Object[] values) {
    return new Prepared(text, declaredTypes, parsed, plan, command, catalogVersion, values);
  }

  boolean hasLiterals() {
    return literals.length > 0;
  }

  Object[] literals() {
    return literals;
  }

  List<ColumnType> declaredTypes() {
    return declaredTypes;
  }

  Statement statement() {
    return parsed.statement();
  }

  /** Null for a command to the session. */
  StatementPlan plan() {
    return plan;
  }

  SessionCommand sessionCommand() {
    return command;
  }

  long catalogVersion() {
    return catalogVersion;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String command() {
    return tag;
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return hasLiterals() ? List.of() : allParameterTypes();
  }

  /** Type of every parameter, those of lifted literals included. */
  List<ColumnType> allParameterTypes() {
    return plan == null ? List.of() : plan.parameterTypes();
  }

  @Override
  public List<String> parameterNames() {
    return hasLiterals() ? List.of() : parsed.parameterNames();
  }

  @Override
  public List<ResultColumn> columns() {
    return plan == null ? command.columns() : plan.columns();
  }

  @Override
  public boolean returnsRows() {
    return !columns().isEmpty();
  }

  @Override
  public boolean readOnly() {
    return plan == null || plan.readOnly();
  }

  @Override
  public boolean shortRunning() {
    return plan == null || plan.shortRunning();
  }
}
