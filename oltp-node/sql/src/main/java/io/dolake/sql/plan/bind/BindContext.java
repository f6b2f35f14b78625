package io.dolake.sql.plan.bind;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SqlException;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What is gathered while one statement is bound. Used by one thread. */
public final class BindContext {
  private static final int MAX_PARAMETERS = 65_535;

  private final PlanContext plan;
  private final RelOptCluster cluster =
      RelOptCluster.create(new HepPlanner(HepProgram.builder().build()), Rex.BUILDER);
  private final List<ColumnType> parameterTypes = new ArrayList<>();
  private final Set<TableId> tables = new HashSet<>();
  private final NameUses names;
  private final Deque<List<String>> viewPaths = new ArrayDeque<>();
  private int variableCount;
  private int depth;
  private boolean lockingRows;

  public BindContext(PlanContext plan) {
    this(plan, null);
  }

  /**
   * @param names gets the uses of names, unless it is null
   */
  BindContext(PlanContext plan, NameUses names) {
    this.plan = plan;
    this.names = names;
    parameterTypes.addAll(plan.parameterTypes());
  }

  PlanContext plan() {
    return plan;
  }

  RelOptCluster cluster() {
    return cluster;
  }

  /** Says that rows are locked somewhere in the query. */
  void locksRows() {
    lockingRows = true;
  }

  public boolean isLockingRows() {
    return lockingRows;
  }

  public int variableCount() {
    return variableCount;
  }

  int allocateVariable() {
    return variableCount++;
  }

  public Set<TableId> tables() {
    return tables;
  }

  /** Types of all parameters seen; ANY where nothing told. */
  public List<ColumnType> parameterTypes() {
    return parameterTypes.stream().map(type -> type == null ? ColumnType.ANY : type).toList();
  }

  /** The declared or inferred type of a parameter, or null so far. */
  ColumnType parameterType(int index) {
    while (parameterTypes.size() <= index && index < MAX_PARAMETERS) {
      parameterTypes.add(null);
    }
    return parameterTypes.get(index);
  }

  void inferParameterType(int index, ColumnType type) {
    if (parameterType(index) == null) {
      parameterTypes.set(index, type);
    }
  }

  /** Guards recursion through views and subqueries. */
  void enter(SqlNode node) {
    if (++depth > 200) {
      throw error(
          node,
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "expressions, views or subqueries nest too deeply",
          null);
    }
  }

  void leave() {
    depth--;
  }

  /** What is bound from here to {@link #leaveView} is another text than the query's. */
  void enterView(ViewDef view) {
    viewPaths.push(Schemas.pathInside(view.schema(), plan.searchPath()));
  }

  void leaveView() {
    viewPaths.pop();
  }

  /** Schemas that names without a schema are looked up in, in the text that is being bound. */
  List<String> searchPath() {
    return viewPaths.isEmpty() ? plan.searchPath() : viewPaths.peek();
  }

  private boolean notesNames() {
    return names != null && viewPaths.isEmpty();
  }

  void relationNamed(SqlIdentifier name, String schema, String relation) {
    if (notesNames()) {
      names.relation(name, schema, relation);
    }
  }

  void tableNamed(SqlIdentifier name, TableId table, boolean aliased) {
    if (notesNames()) {
      names.table(name, table, aliased);
    }
  }

  /** A name, or a join, turned out to mean a column of a relation in FROM. */
  void columnNamed(SqlNode node, Scope.Relation relation, Bound column) {
    if (notesNames() && relation.isTable()) {
      names.column(node, column.table(), column.columnId());
    }
  }

  void itemNamed(SqlIdentifier item) {
    if (notesNames()) {
      names.item(item);
    }
  }

  SqlException error(SqlNode node, ErrorCode code, String message, String hint) {
    return new SqlException(
        code, message, hint, node == null ? 0 : offset(node.getParserPosition()));
  }

  /** One-based character position of a place in the statement's text, or 0 if unknown. */
  private int offset(SqlParserPos position) {
    String text = plan.text();
    int line = position.getLineNum();
    int start = 0;
    while (line > 1) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return 0;
      }
      start = end + 1;
      line--;
    }
    int offset = start + position.getColumnNum();
    return position.getLineNum() < 1 || offset > text.length() ? 0 : offset;
  }
}
