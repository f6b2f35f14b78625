package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.TableDef;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * A tree of inner joins, filters and renaming projections taken apart: its inputs, side by side in
 * one space of columns, the conditions over that space, and the tree's columns as expressions of
 * it.
 */
final class JoinGraph {
  /** One input and where its columns begin. */
  record Factor(RelNode rel, int start, int width) {
    int end() {
      return start + width;
    }
  }

  private final List<Factor> factors = new ArrayList<>();
  private final List<RexNode> conditions = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<RexNode> columns;

  JoinGraph(RelNode root) {
    columns = flatten(root);
  }

  List<Factor> factors() {
    return factors;
  }

  List<RexNode> conditions() {
    return conditions;
  }

  List<RexNode> columns() {
    return columns;
  }

  RexText text() {
    return new RexText(names);
  }

  int width() {
    return names.size();
  }

  private List<RexNode> flatten(RelNode rel) {
    if (rel instanceof LogicalFilter filter) {
      List<RexNode> inner = flatten(filter.getInput());
      RexShape.addConjuncts(substitute(filter.getCondition(), inner), conditions);
      return inner;
    }
    if (rel instanceof LogicalJoin join && join.getJoinType() == JoinRelType.INNER) {
      List<RexNode> both = new ArrayList<>(flatten(join.getLeft()));
      both.addAll(flatten(join.getRight()));
      RexShape.addConjuncts(substitute(join.getCondition(), both), conditions);
      return both;
    }
    if (rel instanceof LogicalProject project && isRenaming(project)) {
      List<RexNode> inner = flatten(project.getInput());
      List<RexNode> outer = new ArrayList<>();
      for (RexNode expression : project.getProjects()) {
        outer.add(substitute(expression, inner));
      }
      return outer;
    }
    return addFactor(rel);
  }

  private static boolean isRenaming(LogicalProject project) {
    return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
  }

  private List<RexNode> addFactor(RelNode rel) {
    int start = names.size();
    int width = rel.getRowType().getFieldCount();
    factors.add(new Factor(rel, start, width));
    List<RexNode> references = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      references.add(io.dolake.sql.plan.rel.Rex.column(start + i));
      names.add(columnName(rel, i));
    }
    return references;
  }

  /** Names of a tree's columns, for EXPLAIN. */
  static List<String> namesOf(RelNode rel) {
    JoinGraph graph = new JoinGraph(rel);
    List<String> shown = new ArrayList<>();
    for (RexNode column : graph.columns()) {
      shown.add(graph.names.get(((RexInputRef) column).getIndex()));
    }
    return shown;
  }

  private static String columnName(RelNode rel, int index) {
    if (rel instanceof TableRel scan) {
      TableDef table = scan.table();
      return table.name() + "." + table.columns().get(index).name();
    }
    if (rel instanceof VirtualRel scan) {
      return scan.relation().name() + "." + scan.relation().columns().get(index).name();
    }
    return "#" + (index + 1);
  }

  private static RexNode substitute(RexNode rex, List<RexNode> columns) {
    return rex.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return columns.get(reference.getIndex());
          }
        });
  }

  /** Which factors a condition reads. */
  BitSet factorsOf(RexNode condition) {
    BitSet read = new BitSet();
    BitSet used = RexShape.columns(condition);
    for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
      read.set(factorAt(i));
    }
    return read;
  }

  private int factorAt(int column) {
    int low = 0;
    int high = factors.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (factors.get(middle).start() <= column) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
