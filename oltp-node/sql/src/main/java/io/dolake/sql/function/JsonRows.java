package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * PostgreSQL's functions that give a row for each element of a JSON array or member of an object.
 * {@code json_each} is SQLite's and not among them.
 */
public final class JsonRows implements TableFunction {
  private static final RelationColumn KEY = RelationColumn.of("key", ColumnType.TEXT);
  private static final RelationColumn JSON = RelationColumn.of("value", ColumnType.JSON);
  private static final RelationColumn TEXT = RelationColumn.of("value", ColumnType.TEXT);

  private final String name;
  private final Json.Kind kind;
  private final List<RelationColumn> columns;
  private final Function<Json, Object> valueOf;

  /**
   * @param kind of the value that the rows are of
   * @param columns the key's, the value's or both
   */
  private JsonRows(
      String name, Json.Kind kind, List<RelationColumn> columns, Function<Json, Object> valueOf) {
    this.name = name;
    this.kind = kind;
    this.columns = columns;
    this.valueOf = valueOf;
  }

  public static List<TableFunction> all() {
    List<TableFunction> all = new ArrayList<>();
    for (String type : List.of("json", "jsonb")) {
      String elements = type + "_array_elements";
      all.add(new JsonRows(elements, Json.Kind.ARRAY, List.of(JSON), Json::toString));
      all.add(new JsonRows(elements + "_text", Json.Kind.ARRAY, List.of(TEXT), Json::toText));
      String keys = type + "_object_keys";
      RelationColumn key = RelationColumn.of(keys, ColumnType.TEXT);
      all.add(new JsonRows(keys, Json.Kind.OBJECT, List.of(key), null));
      all.add(
          new JsonRows(type + "_each_text", Json.Kind.OBJECT, List.of(KEY, TEXT), Json::toText));
    }
    all.add(new JsonRows("jsonb_each", Json.Kind.OBJECT, List.of(KEY, JSON), Json::toString));
    return all;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int minArguments() {
    return 1;
  }

  @Override
  public int maxArguments() {
    return 1;
  }

  @Override
  public List<RelationColumn> columns() {
    return columns;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    if (arguments[0] == null) {
      return RowSource.EMPTY;
    }
    Json document = Json.parse(TextForm.of(arguments[0]));
    if (document.kind() != kind) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          name + "() takes an " + Values.lower(kind.name()) + ", not " + document);
    }
    Iterator<Object[]> rows = rows(document).iterator();
    return new RowSource() {
      @Override
      public Object[] next() {
        return rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  private List<Object[]> rows(Json document) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < document.elements().size(); i++) {
      List<Object> row = new ArrayList<>();
      if (kind == Json.Kind.OBJECT) {
        row.add(document.keys().get(i));
      }
      if (valueOf != null) {
        row.add(valueOf.apply(document.elements().get(i)));
      }
      rows.add(row.toArray());
    }
    return rows;
  }
}
