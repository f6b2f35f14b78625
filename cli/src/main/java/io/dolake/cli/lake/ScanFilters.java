package io.dolake.cli.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Binder;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBConnection;

/**
 * Finds in a query what Iceberg can prune files by: comparisons of a column with constants that the
 * top-level WHERE demands. DuckDB parses the query; whatever is not understood is left to DuckDB,
 * which filters the rows in any case.
 */
final class ScanFilters {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** View name by lower-case alias. */
  private final Map<String, String> viewsByAlias = new HashMap<>();

  private final Map<String, Schema> schemas;
  private final Map<String, Expression> filters = new HashMap<>();

  private ScanFilters(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  /**
   * @param sql a query in which lake tables stand as {@code lake."<view>"}
   * @param schemas columns of each view
   * @return what each view may be pruned by; a view that is not there is read whole
   */
  static Map<String, Expression> of(
      DuckDBConnection duckdb, String sql, Map<String, Schema> schemas) throws SQLException {
    ScanFilters filters = new ScanFilters(schemas);
    JsonNode query = parse(duckdb, sql).path("statements").path(0).path("node");
    if (query.path("type").asText().equals("SELECT_NODE")) {
      filters.collectTables(query.path("from_table"));
      filters.collectConditions(query.path("where_clause"));
    }
    return filters.filters;
  }

  private static JsonNode parse(DuckDBConnection duckdb, String sql) throws SQLException {
    try (PreparedStatement statement = duckdb.prepareStatement("SELECT json_serialize_sql(?)")) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return JSON.readTree(rows.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB serialized a query to malformed JSON", e);
    }
  }

  private void collectTables(JsonNode from) {
    if (from.path("type").asText().equals("JOIN")) {
      collectTables(from.path("left"));
      collectTables(from.path("right"));
      return;
    }
    String view = from.path("table_name").asText();
    if (from.path("type").asText().equals("BASE_TABLE") && schemas.containsKey(view)) {
      String alias = from.path("alias").asText();
      viewsByAlias.put((alias.isEmpty() ? view : alias).toLowerCase(Locale.ROOT), view);
    }
  }

  private void collectConditions(JsonNode condition) {
    switch (condition.path("type").asText()) {
      case "CONJUNCTION_AND" -> condition.path("children").forEach(this::collectConditions);
      case "COMPARE_EQUAL" ->
          comparison(condition, Expression.Operation.EQ, Expression.Operation.EQ);
      case "COMPARE_LESSTHAN" ->
          comparison(condition, Expression.Operation.LT, Expression.Operation.GT);
      case "COMPARE_GREATERTHAN" ->
          comparison(condition, Expression.Operation.GT, Expression.Operation.LT);
      case "COMPARE_LESSTHANOREQUALTO" ->
          comparison(condition, Expression.Operation.LT_EQ, Expression.Operation.GT_EQ);
      case "COMPARE_GREATERTHANOREQUALTO" ->
          comparison(condition, Expression.Operation.GT_EQ, Expression.Operation.LT_EQ);
      case "COMPARE_BETWEEN" -> {
        add(condition.path("input"), Expression.Operation.GT_EQ, condition.path("lower"));
        add(condition.path("input"), Expression.Operation.LT_EQ, condition.path("upper"));
      }
      case "COMPARE_IN" -> in(condition);
      default -> {
        // Not understood: no file is pruned by it.
      }
    }
  }

  private void comparison(
      JsonNode condition, Expression.Operation operation, Expression.Operation mirrored) {
    add(condition.path("left"), operation, condition.path("right"));
    add(condition.path("right"), mirrored, condition.path("left"));
  }

  private void add(JsonNode column, Expression.Operation operation, JsonNode constant) {
    Column target = resolve(column);
    Object value = target == null ? null : constant(constant, target.field().type());
    if (value != null) {
      addIfBound(target, Expressions.predicate(operation, target.field().name(), value));
    }
  }

  private void in(JsonNode condition) {
    JsonNode children = condition.path("children");
    Column target = resolve(children.path(0));
    if (target == null) {
      return;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 1; i < children.size(); i++) {
      Object value = constant(children.get(i), target.field().type());
      if (value == null) {
        return;
      }
      values.add(value);
    }
    addIfBound(target, Expressions.in(target.field().name(), values));
  }

  private void addIfBound(Column target, Expression expression) {
    try {
      Binder.bind(schemas.get(target.view()).asStruct(), expression, true);
    } catch (ValidationException e) {
      // The constant does not fit the column's type exactly: DuckDB compares, Iceberg stays out.
      return;
    }
    filters.merge(target.view(), expression, Expressions::and);
  }

  private record Column(String view, Types.NestedField field) {}

  /** The one table that a column name means, or null. */
  private Column resolve(JsonNode reference) {
    JsonNode names = reference.path("column_names");
    if (!reference.path("type").asText().equals("COLUMN_REF")
        || names.isEmpty()
        || names.size() > 2) {
      return null;
    }
    String column = names.get(names.size() - 1).asText();
    if (names.size() == 2) {
      String view = viewsByAlias.get(names.get(0).asText().toLowerCase(Locale.ROOT));
      Types.NestedField field =
          view == null ? null : schemas.get(view).caseInsensitiveFindField(column);
      return field == null ? null : new Column(view, field);
    }
    Column found = null;
    for (String view : viewsByAlias.values()) {
      Types.NestedField field = schemas.get(view).caseInsensitiveFindField(column);
      if (field != null && found != null) {
        return null;
      }
      found = field == null ? found : new Column(view, field);
    }
    return found;
  }

  private static Object constant(JsonNode node, Type type) {
    if (node.path("type").asText().equals("OPERATOR_CAST")) {
      return constant(node.path("child"), type);
    }
    if (!node.path("type").asText().equals("VALUE_CONSTANT")) {
      return null;
    }
    String text = node.path("literal").path("text").asText();
    return switch (node.path("literal").path("kind").asText()) {
      case "INTEGER" -> text.length() > 18 ? null : Long.valueOf(text);
      case "NUMERIC" -> decimal(text, type);
      case "STRING" ->
          type.typeId() == Type.TypeID.TIMESTAMP ? text.strip().replace(' ', 'T') : text;
      default -> null;
    };
  }

  private static Object decimal(String text, Type type) {
    if (type instanceof Types.DecimalType decimal) {
      BigDecimal value = new BigDecimal(text);
      return value.stripTrailingZeros().scale() <= decimal.scale()
          ? value.setScale(decimal.scale())
          : null;
    }
    return type.typeId() == Type.TypeID.DOUBLE ? Double.valueOf(text) : null;
  }
}
