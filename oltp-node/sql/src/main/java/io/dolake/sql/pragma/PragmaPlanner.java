package io.dolake.sql.pragma;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlException;
import io.dolake.sql.dml.WriteSession;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.statement.ListRowSource;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Plans PRAGMA. Introspection pragmas give the rows of their table functions; {@code foreign_keys},
 * {@code defer_foreign_keys}, {@code user_version} and {@code application_id} can be set; others
 * that tools ask for have fixed answers and ignore what they are set to. An unknown pragma does
 * nothing, as in SQLite.
 */
public final class PragmaPlanner {
  private static final String SETTING_PREFIX = "pragma/";
  private static final List<String> STORED = List.of("user_version", "application_id");
  private static final List<String> SWITCHES = List.of("foreign_keys", "defer_foreign_keys");

  private static final Map<String, Object> FIXED =
      Map.ofEntries(
          Map.entry("encoding", "UTF-8"),
          Map.entry("journal_mode", "wal"),
          Map.entry("synchronous", 2L),
          Map.entry("busy_timeout", 5000L),
          Map.entry("cache_size", -2000L),
          Map.entry("page_size", 4096L),
          Map.entry("page_count", 0L),
          Map.entry("freelist_count", 0L),
          Map.entry("auto_vacuum", 0L),
          Map.entry("temp_store", 0L),
          Map.entry("locking_mode", "normal"),
          Map.entry("recursive_triggers", 0L),
          Map.entry("read_uncommitted", 0L),
          Map.entry("case_sensitive_like", 0L),
          Map.entry("integrity_check", "ok"),
          Map.entry("quick_check", "ok"));

  private PragmaPlanner() {}

  public static StatementPlan plan(Planning planning, Statement.Pragma pragma) {
    String name = Planning.last(pragma.name()).toLowerCase(Locale.ROOT);
    String value = pragma.value();
    TableFunction function = SqliteRelations.pragma(name);
    if (function != null) {
      if (value == null && function.minArguments() > 0) {
        return new PragmaPlan(List.of(), true, context -> RowSource.EMPTY);
      }
      Object[] arguments = value == null ? new Object[0] : new Object[] {value};
      List<ResultColumn> columns =
          function.columns().stream()
              .map(column -> new ResultColumn(column.name(), column.type(), null, 0))
              .toList();
      return new PragmaPlan(columns, true, context -> function.open(context, arguments));
    }
    if (SWITCHES.contains(name)) {
      return value == null ? ask(name, context -> state(name, context)) : turn(planning, pragma);
    }
    if (STORED.contains(name)) {
      return value == null ? ask(name, context -> stored(context, name)) : store(planning, pragma);
    }
    if (name.equals("schema_version") || name.equals("data_version")) {
      return ask(name, context -> context.transaction().catalog().version());
    }
    Object fixed = FIXED.get(name);
    boolean answers =
        fixed != null && (value == null || name.endsWith("_check") || name.equals("journal_mode"));
    return answers
        ? ask(name, context -> fixed)
        : new PragmaPlan(List.of(), true, context -> RowSource.EMPTY);
  }

  private static StatementPlan ask(String name, Function<ExecutionContext, Object> answer) {
    return new PragmaPlan(
        List.of(new ResultColumn(name, ColumnType.ANY, null, 0)),
        true,
        context -> new ListRowSource(List.<Object[]>of(new Object[] {answer.apply(context)})));
  }

  private static Object state(String name, ExecutionContext context) {
    WriteSession session = (WriteSession) context.session();
    boolean on =
        name.equals("foreign_keys") ? session.enforcesForeignKeys() : session.defersForeignKeys();
    return on ? 1L : 0L;
  }

  private static StatementPlan turn(Planning planning, Statement.Pragma pragma) {
    boolean on = isOn(planning, pragma);
    String name = Planning.last(pragma.name()).toLowerCase(Locale.ROOT);
    return new PragmaPlan(
        List.of(),
        true,
        context -> {
          ((WriteSession) context.session()).setPragma(name, on);
          return RowSource.EMPTY;
        });
  }

  private static boolean isOn(Planning planning, Statement.Pragma pragma) {
    return switch (pragma.value().toLowerCase(Locale.ROOT)) {
      case "1", "on", "true", "yes" -> true;
      case "0", "off", "false", "no" -> false;
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER,
              "PRAGMA " + Planning.last(pragma.name()) + " takes on or off, not " + pragma.value(),
              null,
              planning.positionOf(pragma.name()));
    };
  }

  private static Object stored(ExecutionContext context, String name) {
    Catalog catalog = context.transaction().catalog();
    return catalog
        .setting(SETTING_PREFIX + name)
        .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
        .orElse(0L);
  }

  private static StatementPlan store(Planning planning, Statement.Pragma pragma) {
    String name = Planning.last(pragma.name()).toLowerCase(Locale.ROOT);
    byte[] value;
    try {
      value =
          Integer.toString(Integer.parseInt(pragma.value().strip()))
              .getBytes(StandardCharsets.UTF_8);
    } catch (NumberFormatException e) {
      throw planning.error(
          ErrorCode.INVALID_PARAMETER,
          "PRAGMA " + name + " takes a 32-bit integer, not " + pragma.value(),
          pragma.name());
    }
    return new PragmaPlan(
        List.of(),
        false,
        context -> {
          context.transaction().apply(new CatalogChange.PutSetting(SETTING_PREFIX + name, value));
          return RowSource.EMPTY;
        });
  }
}
