package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.function.Like;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.VirtualRelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * A system catalog. Its rows are made once for a version of the catalog, with a hash index for each
 * column that tools look things up by. Those of {@code pg_catalog} end with a hidden column {@code
 * tableoid}: tools name an object by the catalog it is in and its object id there. Thread-safe.
 */
final class SystemRelation implements VirtualRelation {
  /** Makes all rows. */
  @FunctionalInterface
  interface Rows {
    List<Object[]> of(CatalogIndex catalog, ExecutionContext context);
  }

  private static final RelationColumn TABLE_OID =
      new RelationColumn("tableoid", ColumnType.OID, Collation.BINARY, true);

  private final String schema;
  private final String name;
  private final List<RelationColumn> columns;
  private final List<List<Integer>> lookupColumns;
  private final boolean cacheable;
  private final Rows rows;

  /** Rows of the version that was asked for last. */
  private volatile Snapshot latest;

  /**
   * @param columns {@code name:kind} separated by blanks; kinds are i (integer), t (text), n
   *     (name), b (boolean), r (real), a (array of integers), o (object id), z (point in time), and
   *     an upper case letter for columns that are hash indexed
   * @param cacheable whether the rows depend on nothing but the catalog and the database's name
   */
  SystemRelation(String schema, String name, String columns, boolean cacheable, Rows rows) {
    this.schema = schema;
    this.name = name;
    this.cacheable = cacheable;
    this.rows = rows;
    List<RelationColumn> parsed = new ArrayList<>();
    List<List<Integer>> indexed = new ArrayList<>();
    for (String column : columns.trim().split("\\s+")) {
      int colon = column.indexOf(':');
      char kind = column.charAt(colon + 1);
      if (Character.isUpperCase(kind)) {
        indexed.add(List.of(parsed.size()));
      }
      parsed.add(RelationColumn.of(column.substring(0, colon), typeOf(kind)));
    }
    if (schema.equals(PgCatalog.SCHEMA)) {
      parsed.add(TABLE_OID);
    }
    this.columns = List.copyOf(parsed);
    this.lookupColumns = List.copyOf(indexed);
  }

  private static ColumnType typeOf(char kind) {
    return switch (Character.toLowerCase(kind)) {
      case 'i' -> ColumnType.INTEGER;
      case 'o' -> ColumnType.OID;
      case 'n' -> ColumnType.NAME;
      case 'b' -> ColumnType.BOOLEAN;
      case 'r' -> ColumnType.REAL;
      case 'a' -> ColumnType.arrayOf(TypeKind.INTEGER);
      case 'z' -> ColumnType.TIMESTAMPTZ;
      default -> ColumnType.TEXT;
    };
  }

  private static final class Snapshot {
    private final CatalogIndex catalog;
    private final String database;
    private final List<Object[]> rows;
    private final AtomicReferenceArray<Map<Object, List<Object[]>>> indexes;
    private final Map<Integer, NavigableMap<String, List<Object[]>>> sorted = new HashMap<>();

    Snapshot(CatalogIndex catalog, String database, List<Object[]> rows, int columns) {
      this.catalog = catalog;
      this.database = database;
      this.rows = rows;
      this.indexes = new AtomicReferenceArray<>(columns);
    }

    private List<Object[]> find(int column, Object value) {
      Map<Object, List<Object[]>> index = indexes.get(column);
      if (index == null) {
        index = index(column);
        indexes.set(column, index);
      }
      return index.getOrDefault(normalised(value), List.of());
    }

    private Map<Object, List<Object[]>> index(int column) {
      Map<Object, List<Object[]>> index = new HashMap<>();
      for (Object[] row : rows) {
        if (row[column] != null) {
          index.computeIfAbsent(normalised(row[column]), key -> new ArrayList<>()).add(row);
        }
      }
      index.replaceAll((key, found) -> List.copyOf(found));
      return index;
    }

    private synchronized Stream<Object[]> findPrefix(int column, String prefix) {
      String folded = Like.foldCase(prefix, false);
      return sorted
          .computeIfAbsent(column, this::sortedByName)
          .tailMap(folded, true)
          .entrySet()
          .stream()
          .takeWhile(entry -> entry.getKey().startsWith(folded))
          .flatMap(entry -> entry.getValue().stream());
    }

    private NavigableMap<String, List<Object[]>> sortedByName(int column) {
      NavigableMap<String, List<Object[]>> names = new TreeMap<>();
      for (Object[] row : rows) {
        if (row[column] != null) {
          String name = Like.foldCase(row[column].toString(), false);
          names.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
        }
      }
      return names;
    }

    /** Object ids arrive as numbers or as text; both must find the row. */
    private static Object normalised(Object value) {
      if (value instanceof Number number) {
        return number.longValue();
      }
      String text = value.toString();
      boolean integer =
          !text.isEmpty()
              && text.length() < 19
              && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
      return integer ? (Object) Long.valueOf(text) : text;
    }
  }

  private Snapshot snapshot(ExecutionContext context) {
    CatalogIndex catalog = PgCatalog.indexOf(context.transaction().catalog());
    Snapshot current = latest;
    String database = context.session().database();
    if (cacheable
        && current != null
        && current.catalog == catalog
        && current.database.equals(database)) {
      return current;
    }
    Snapshot made = new Snapshot(catalog, database, rowsOf(catalog, context), columns.size());
    if (cacheable) {
      latest = made;
    }
    return made;
  }

  private List<Object[]> rowsOf(CatalogIndex catalog, ExecutionContext context) {
    List<Object[]> made = rows.of(catalog, context);
    if (!schema.equals(PgCatalog.SCHEMA)) {
      return made;
    }
    Long oid = PgCatalog.systemRelationId(name);
    return made.stream().map(row -> withTableOid(row, oid)).toList();
  }

  private static Object[] withTableOid(Object[] row, Long oid) {
    Object[] extended = Arrays.copyOf(row, row.length + 1);
    extended[row.length] = oid;
    return extended;
  }

  /** Columns that {@code SELECT *} gives. */
  List<RelationColumn> visibleColumns() {
    return columns.stream().filter(column -> !column.hidden()).toList();
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<RelationColumn> columns() {
    return columns;
  }

  @Override
  public double estimatedRowCount() {
    Snapshot current = latest;
    return current == null ? 100 : Math.max(1, current.rows.size());
  }

  @Override
  public List<List<Integer>> lookupColumns() {
    return lookupColumns;
  }

  /** Ids of objects are unique; the other columns that are indexed mostly point to objects. */
  @Override
  public boolean isUnique(int column) {
    return columns.get(column).name().equals("oid");
  }

  @Override
  public RowSource scan(ExecutionContext context) {
    return new ListSource(context, snapshot(context).rows.iterator());
  }

  @Override
  public RowSource lookup(ExecutionContext context, List<Integer> lookup, Object[] values) {
    return new ListSource(context, snapshot(context).find(lookup.get(0), values[0]).iterator());
  }

  @Override
  public boolean looksUpPrefixes(int column) {
    return columns.get(column).type().kind() == TypeKind.TEXT
        && lookupColumns.contains(List.of(column));
  }

  @Override
  public RowSource lookupPrefix(ExecutionContext context, int column, String prefix) {
    return new ListSource(context, snapshot(context).findPrefix(column, prefix).iterator());
  }

  private record ListSource(ExecutionContext context, Iterator<Object[]> rows)
      implements RowSource {
    @Override
    public Object[] next() {
      context.step();
      return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
