package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** {@code json_each()}: the elements of a value; {@code json_tree()}: it and all below it. */
public final class JsonEach implements TableFunction {
  private static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("key", ColumnType.ANY),
          RelationColumn.of("value", ColumnType.ANY),
          RelationColumn.of("type", ColumnType.TEXT),
          RelationColumn.of("atom", ColumnType.ANY),
          RelationColumn.of("id", ColumnType.INTEGER),
          RelationColumn.of("parent", ColumnType.INTEGER),
          RelationColumn.of("fullkey", ColumnType.TEXT),
          RelationColumn.of("path", ColumnType.TEXT),
          new RelationColumn("json", ColumnType.TEXT, Collation.BINARY, true),
          new RelationColumn("root", ColumnType.TEXT, Collation.BINARY, true));

  private final boolean tree;

  public JsonEach(boolean tree) {
    this.tree = tree;
  }

  @Override
  public String name() {
    return tree ? "json_tree" : "json_each";
  }

  @Override
  public int minArguments() {
    return 1;
  }

  @Override
  public int maxArguments() {
    return 2;
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public RowSource open(ExecutionContext context, Object[] arguments) {
    if (arguments[0] == null || (arguments.length > 1 && arguments[1] == null)) {
      return RowSource.EMPTY;
    }
    String document = TextForm.of(arguments[0]);
    String path = arguments.length > 1 ? TextForm.of(arguments[1]) : "$";
    Json root = JsonPath.parse(path).find(Json.parse(document));
    if (root == null) {
      return RowSource.EMPTY;
    }
    Walk walk = new Walk(document, path);
    if (tree) {
      walk.tree(root, null, null, path, JsonPath.parentOf(path));
    } else {
      walk.each(root, path);
    }
    Iterator<Object[]> rows = walk.rows.iterator();
    return new RowSource() {
      @Override
      public Object[] next() {
        return rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  private static final class Walk {
    private final String document;
    private final String root;
    private final List<Object[]> rows = new ArrayList<>();
    private long nextId;

    Walk(String document, String root) {
      this.document = document;
      this.root = root;
    }

    void each(Json value, String path) {
      if (!value.isContainer()) {
        add(value, null, nextId++, null, path, path);
        return;
      }
      nextId++;
      for (int i = 0; i < value.elements().size(); i++) {
        Object key = keyOf(value, i);
        add(value.elements().get(i), key, nextId++, null, path + step(key), path);
      }
    }

    void tree(Json value, Object key, Long parent, String fullKey, String path) {
      long id = nextId++;
      add(value, key, id, parent, fullKey, path);
      for (int i = 0; i < value.elements().size(); i++) {
        Object childKey = keyOf(value, i);
        tree(value.elements().get(i), childKey, id, fullKey + step(childKey), fullKey);
      }
    }

    private static Object keyOf(Json parent, int index) {
      return parent.kind() == Json.Kind.OBJECT ? parent.keys().get(index) : (Object) (long) index;
    }

    private static String step(Object key) {
      if (key instanceof Long index) {
        return "[" + index + "]";
      }
      String name = (String) key;
      boolean plain =
          !name.isEmpty()
              && Character.isLetter(name.charAt(0))
              && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
      return plain ? "." + name : ".\"" + name + "\"";
    }

    private void add(Json value, Object key, long id, Long parent, String fullKey, String path) {
      Object atom = value.isContainer() ? null : value.toValue();
      rows.add(
          new Object[] {
            key, value.toValue(), value.typeName(), atom, id, parent, fullKey, path, document, root
          });
    }
  }
}
