package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.plan.VirtualRelation;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * The right side of a join as something that rows could be looked up in for each left row.
 *
 * @param scan the relation below the right side's filters
 * @param conditions of the join and of these filters, over the joined row
 * @param start where the relation's columns begin in the joined row
 */
record LookupSide(RelNode scan, List<RexNode> conditions, int start) {
  static LookupSide of(RelNode right, List<RexNode> joinConditions, int start) {
    RelNode scan = right;
    List<RexNode> conditions = new ArrayList<>(joinConditions);
    while (scan instanceof LogicalFilter filter) {
      RexShape.addConjuncts(RexUtil.shift(filter.getCondition(), start), conditions);
      scan = filter.getInput();
    }
    return new LookupSide(scan, conditions, start);
  }

  int end() {
    return start + scan.getRowType().getFieldCount();
  }

  /** The conditions that a key may serve. */
  List<Sargable> usable() {
    List<Sargable> usable = new ArrayList<>();
    for (RexNode condition : conditions) {
      Sargable sargable = Sargable.ofTerm(condition, start, end());
      if (sargable != null) {
        usable.add(sargable);
      }
    }
    return usable;
  }

  /** Whether no left row can have more than one match, since a unique key is given completely. */
  boolean isUnique(Catalog catalog) {
    if (scan instanceof TableRel table) {
      TableEstimates estimates = new TableEstimates(table.table(), catalog);
      return new AccessChooser(estimates, start, conditions)
          .choices(usable(), new BitSet()).stream()
              .anyMatch(choice -> choice.unique() && choice.points() == null);
    }
    return scan instanceof VirtualRel virtual && isUnique(virtual.relation());
  }

  private boolean isUnique(VirtualRelation relation) {
    return usable().stream()
        .anyMatch(
            sargable ->
                sargable.kind() == SqlKind.EQUALS
                    && sargable.column() != Sargable.EXPRESSION
                    && relation.isUnique(sargable.column() - start));
  }
}
