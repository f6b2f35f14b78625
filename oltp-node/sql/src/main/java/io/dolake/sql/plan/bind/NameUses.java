package io.dolake.sql.plan.bind;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.ResultColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Where the text of a query names tables and their columns. What a view in it or a subquery gives
 * is not a table's column any more; {@code *} names nothing.
 */
public final class NameUses {
  /**
   * A table in FROM.
   *
   * @param aliased whether an alias stands behind it
   */
  public record TableUse(SqlIdentifier name, TableId table, boolean aliased) {}

  /** A table or view in FROM, found in a schema of this name. */
  public record RelationUse(SqlIdentifier node, String schema, String name) {}

  /**
   * A column.
   *
   * @param node its name, or the join that needs it by USING or NATURAL
   * @param isItem whether it is a select item without an alias, so that the item has its name
   */
  public record ColumnUse(SqlNode node, TableId table, int columnId, boolean isItem) {
    public boolean isOf(TableDef otherTable, ColumnDef column) {
      return table.equals(otherTable.id()) && columnId == column.id();
    }
  }

  /** A place that is bound twice counts once; a join may need several columns. */
  private record Place(SqlParserPos position, TableId table, int columnId) {}

  private final Map<SqlParserPos, TableUse> tables = new LinkedHashMap<>();
  private final Map<SqlParserPos, RelationUse> relations = new LinkedHashMap<>();
  private final Map<Place, SqlNode> columns = new LinkedHashMap<>();
  private final Set<SqlParserPos> items = new HashSet<>();
  private final List<String> outputs = new ArrayList<>();

  void table(SqlIdentifier name, TableId table, boolean aliased) {
    tables.put(name.getParserPosition(), new TableUse(name, table, aliased));
  }

  void relation(SqlIdentifier node, String schema, String name) {
    relations.put(node.getParserPosition(), new RelationUse(node, schema, name));
  }

  void column(SqlNode node, TableId table, int columnId) {
    columns.put(new Place(node.getParserPosition(), table, columnId), node);
  }

  void item(SqlIdentifier name) {
    items.add(name.getParserPosition());
  }

  void output(ResultColumn column) {
    outputs.add(column.name());
  }

  /** Names of the query's own columns. */
  public List<String> outputs() {
    return List.copyOf(outputs);
  }

  /** In the order in which they were bound. */
  public List<TableUse> tables() {
    return List.copyOf(tables.values());
  }

  /** Tables and views, in the order in which they were bound. */
  public List<RelationUse> relations() {
    return List.copyOf(relations.values());
  }

  /** In the order in which they were bound. */
  public List<ColumnUse> columns() {
    List<ColumnUse> uses = new ArrayList<>();
    columns.forEach(
        (place, node) ->
            uses.add(
                new ColumnUse(
                    node, place.table(), place.columnId(), items.contains(place.position()))));
    return uses;
  }
}
