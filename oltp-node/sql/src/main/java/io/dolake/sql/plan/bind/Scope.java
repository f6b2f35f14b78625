package io.dolake.sql.plan.bind;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** The names that expressions of one SELECT can use, with the scope around it. */
final class Scope {
  /** A column as FROM gives it; {@code index} counts from its relation's first column. */
  record Column(String name, Bound info, boolean hidden) {
    Column asHidden() {
      return new Column(name, info, true);
    }
  }

  /** A table, view, subquery or function in FROM. */
  static final class Relation {
    private final String schema;
    private final String name;
    private final List<Column> columns;
    private final int rowIdColumn;
    private final boolean isTable;
    private int start;
    private final Set<Integer> mergedAway = new HashSet<>();

    /**
     * @param schema null when the relation has none
     * @param rowIdColumn the column that {@code rowid} names, or -1
     */
    Relation(String schema, String name, List<Column> columns, int rowIdColumn) {
      this(schema, name, columns, rowIdColumn, false);
    }

    private Relation(
        String schema, String name, List<Column> columns, int rowIdColumn, boolean isTable) {
      this.schema = schema;
      this.name = name;
      this.columns = List.copyOf(columns);
      this.rowIdColumn = rowIdColumn;
      this.isTable = isTable;
    }

    /** A stored table, whose columns are its own. */
    static Relation ofTable(String schema, String name, List<Column> columns, int rowIdColumn) {
      return new Relation(schema, name, columns, rowIdColumn, true);
    }

    boolean isTable() {
      return isTable;
    }

    String name() {
      return name;
    }

    List<Column> columns() {
      return columns;
    }

    Bound at(int index) {
      return columns.get(index).info().withRex(Rex.column(start + index));
    }

    /** The column with this name, or the row id; null when there is none. */
    Bound column(String name) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equalsIgnoreCase(name)) {
          return at(i);
        }
      }
      return isRowIdName(name) && rowIdColumn >= 0 ? at(rowIdColumn) : null;
    }

    boolean isMergedAway(int index) {
      return mergedAway.contains(index);
    }

    private boolean isNamed(List<String> qualifier) {
      int last = qualifier.size() - 1;
      return name.equalsIgnoreCase(qualifier.get(last))
          && (last == 0 || schema == null || isIn(qualifier.get(last - 1)));
    }

    private boolean isIn(String named) {
      return Schemas.canonical(schema).equals(Schemas.canonical(named));
    }
  }

  private final BindContext context;
  private final Scope parent;
  private final Captures captures;
  private final List<Relation> relations = new ArrayList<>();
  private final Map<String, Bound> merged = new HashMap<>();
  private final Map<String, SqlNode> aliases = new HashMap<>();
  private int width;

  /**
   * @param parent scope of the query around, or null
   * @param captures where values read of the parent are noted; null without parent
   */
  Scope(BindContext context, Scope parent, Captures captures) {
    this.context = context;
    this.parent = parent;
    this.captures = captures;
  }

  List<Relation> relations() {
    return relations;
  }

  /** Number of columns of the rows. */
  int width() {
    return width;
  }

  void add(Relation relation) {
    relation.start = width;
    width += relation.columns.size();
    relations.add(relation);
  }

  /** Adds the relations of the right side of a join, whose rows follow this scope's. */
  void append(Scope right) {
    for (Map.Entry<String, Bound> entry : right.merged.entrySet()) {
      RexNode shifted = RexUtil.shift(entry.getValue().rex(), width);
      merged.put(entry.getKey(), entry.getValue().withRex(shifted));
    }
    int shift = width;
    for (Relation relation : right.relations) {
      relation.start += shift;
      relations.add(relation);
    }
    width += right.width;
  }

  /** Notes a select item's alias, usable where no column has the name. */
  void addAlias(String name, SqlNode expression) {
    aliases.putIfAbsent(Values.lower(name), expression);
  }

  SqlNode alias(String name) {
    return aliases.get(Values.lower(name));
  }

  /** A column of a USING list or natural join: one name for both sides. */
  void merge(String name, Bound value, Scope right) {
    merged.put(Values.lower(name), value);
    for (Relation relation : right.relations) {
      for (int i = 0; i < relation.columns.size(); i++) {
        if (relation.columns.get(i).name().equalsIgnoreCase(name)) {
          relation.mergedAway.add(i);
        }
      }
    }
  }

  Bound mergedColumn(String name) {
    return merged.get(Values.lower(name));
  }

  /** The column with this name on this level only; null when there is none. */
  Bound findHere(String name, SqlNode node) {
    Bound common = merged.get(Values.lower(name));
    if (common != null) {
      return common;
    }
    Bound found = null;
    for (Relation relation : relations) {
      for (int i = 0; i < relation.columns.size(); i++) {
        if (relation.columns.get(i).name().equalsIgnoreCase(name)) {
          if (found != null && !relation.columns.get(i).hidden()) {
            throw ambiguous(name, node);
          }
          if (found == null) {
            found = relation.at(i);
            context.columnNamed(node, relation, found);
          }
        }
      }
    }
    return found != null || !isRowIdName(name) ? found : findRowId(name, node);
  }

  private Bound findRowId(String name, SqlNode node) {
    Bound found = null;
    for (Relation relation : relations) {
      if (relation.rowIdColumn >= 0) {
        if (found != null) {
          throw ambiguous(name, node);
        }
        found = relation.at(relation.rowIdColumn);
      }
    }
    return found;
  }

  private RuntimeException ambiguous(String name, SqlNode node) {
    return context.error(
        node,
        ErrorCode.AMBIGUOUS_COLUMN,
        "ambiguous column name: " + name,
        "Write the table's name or alias before it.");
  }

  private Bound findQualifiedHere(List<String> qualifier, String name, SqlNode node) {
    Bound found = null;
    for (Relation relation : relations) {
      Bound column = relation.isNamed(qualifier) ? relation.column(name) : null;
      if (found != null && column != null) {
        throw ambiguous(qualifier.get(qualifier.size() - 1) + "." + name, node);
      }
      if (found == null && column != null) {
        found = column;
        context.columnNamed(node, relation, found);
      }
    }
    return found;
  }

  Relation relation(List<String> qualifier) {
    for (Relation relation : relations) {
      if (relation.isNamed(qualifier)) {
        return relation;
      }
    }
    return null;
  }

  /** A qualified column, here or in the scopes around; null when there is none. */
  Bound findQualified(List<String> qualifier, String name, SqlNode node) {
    Bound found = findQualifiedHere(qualifier, name, node);
    if (found != null || parent == null) {
      return found;
    }
    return captured(parent.findQualified(qualifier, name, node));
  }

  /** An unqualified column or alias of the scopes around; null when there is none. */
  Bound findOutside(String name, SqlNode node) {
    if (parent == null) {
      return null;
    }
    Bound found = parent.findHere(name, node);
    return captured(found != null ? found : parent.findOutside(name, node));
  }

  private Bound captured(Bound outer) {
    return outer == null ? null : outer.withRex(captures.capture(outer.rex()));
  }

  /**
   * Notes on every level between here and a common table expression's own that its outer values are
   * read there too: the rows of those levels depend on them.
   */
  void readAround(Ctes.Definition definition) {
    for (Scope at = this; at != null && at.captures != definition.captures(); at = at.parent) {
      if (at.captures != null) {
        definition.outerValues().forEach(at.captures::capture);
      }
    }
  }

  /** A whole row of a relation, as one value is not supported; the nearest names for a hint. */
  String hintFor(SqlIdentifier identifier) {
    List<String> names = new ArrayList<>();
    for (Scope scope = this; scope != null; scope = scope.parent) {
      for (Relation relation : scope.relations) {
        for (Column column : relation.columns) {
          if (!column.hidden()) {
            names.add(column.name());
          }
        }
      }
    }
    return NearestName.hint(identifier.names.get(identifier.names.size() - 1), names);
  }

  static boolean isRowIdName(String name) {
    return name.equalsIgnoreCase("rowid")
        || name.equalsIgnoreCase("_rowid_")
        || name.equalsIgnoreCase("oid");
  }

  static boolean isRowIdType(TypeKind kind) {
    return kind == TypeKind.INTEGER;
  }
}
