package io.dolake.sql.plan.bind;

import io.dolake.sql.plan.rel.SharedQuery;
import io.dolake.sql.plan.rel.WorkTable;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;

/** The common table expressions in force: an immutable list, innermost first. */
record Ctes(Definition first, Ctes rest) {
  static final Ctes NONE = new Ctes(null, null);

  /** One WITH item. Bound when first read, since only then is it known to be needed. */
  static final class Definition {
    private final String name;
    private final List<String> columnNames;
    private final SqlNode query;
    private final boolean recursive;
    private final boolean shared;
    private final Scope outerScope;
    private final Captures captures;
    private Ctes visible;
    private BoundQuery bound;
    private SharedQuery sharedQuery;
    private List<RexNode> outerValues = List.of();
    private boolean underway;
    private WorkTable workTable;
    private List<OutputColumn> workColumns;

    /**
     * @param recursive whether it may read itself
     * @param shared whether it is read more than once
     */
    Definition(
        String name,
        List<String> columnNames,
        SqlNode query,
        boolean recursive,
        boolean shared,
        Scope outerScope,
        Captures captures) {
      this.name = name;
      this.columnNames = List.copyOf(columnNames);
      this.query = query;
      this.recursive = recursive;
      this.shared = shared;
      this.outerScope = outerScope;
      this.captures = captures;
    }

    String name() {
      return name;
    }

    List<String> columnNames() {
      return columnNames;
    }

    SqlNode query() {
      return query;
    }

    boolean recursive() {
      return recursive;
    }

    boolean shared() {
      return shared;
    }

    Scope outerScope() {
      return outerScope;
    }

    Captures captures() {
      return captures;
    }

    Ctes visible() {
      return visible;
    }

    void setVisible(Ctes ctes) {
      visible = ctes;
    }

    BoundQuery bound() {
      return bound;
    }

    SharedQuery sharedQuery() {
      return sharedQuery;
    }

    /**
     * @param outerValues variables of the queries around that it reads
     */
    void setBound(BoundQuery query, List<RexNode> outerValues) {
      bound = query;
      sharedQuery = new SharedQuery(name, query.rel());
      this.outerValues = List.copyOf(outerValues);
    }

    List<RexNode> outerValues() {
      return outerValues;
    }

    /** Whether its rows depend on a query around, so that they differ from reading to reading. */
    boolean correlated() {
      return !outerValues.isEmpty();
    }

    boolean underway() {
      return underway;
    }

    void setUnderway(boolean value) {
      underway = value;
    }

    WorkTable workTable() {
      return workTable;
    }

    List<OutputColumn> workColumns() {
      return workColumns;
    }

    /** While the recursive part is bound, readings are of the work table. */
    void setWorkTable(WorkTable table, List<OutputColumn> columns) {
      workTable = table;
      workColumns = columns;
    }
  }

  Ctes with(Definition definition) {
    return new Ctes(definition, this);
  }

  /** The innermost definition of this name, or null. */
  Definition find(String name) {
    for (Ctes at = this; at.first != null; at = at.rest) {
      if (at.first.name().equalsIgnoreCase(name)) {
        return at.first;
      }
    }
    return null;
  }
}
