package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.storage.ScanDirection;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** An access path whose key order is the order wanted, so that nothing has to be sorted. */
record OrderedAccess(AccessChoice choice, ScanDirection direction) {

  static OrderedAccess find(
      TableEstimates estimates,
      int start,
      List<RexNode> local,
      List<Sargable> conditions,
      BitSet needed,
      List<SortKey> wanted) {
    OrderedAccess best = null;
    AccessChooser chooser = new AccessChooser(estimates, start, local);
    for (AccessChoice choice : chooser.choices(conditions, needed)) {
      if (choice.points() != null) {
        continue;
      }
      for (ScanDirection direction : ScanDirection.values()) {
        if (gives(estimates.table(), start, choice, direction, wanted)
            && (best == null || choice.cost() < best.choice.cost())) {
          best = new OrderedAccess(choice, direction);
        }
      }
    }
    return best;
  }

  private static boolean gives(
      TableDef table,
      int start,
      AccessChoice choice,
      ScanDirection direction,
      List<SortKey> wanted) {
    List<KeyColumn> key = FactorPlanner.keyOf(table, choice);
    int at = choice.equalities().size();
    for (SortKey sort : wanted) {
      int ordinal = sort.column() - start;
      if (isFixed(choice, sort.column())) {
        continue;
      }
      if (at == key.size()) {
        // Rows of a unique key are in every further order already.
        return choice.index() == null;
      }
      KeyColumn column = key.get(at++);
      boolean descending = column.descending() != (direction == ScanDirection.BACKWARD);
      boolean nullsFirst = !descending;
      boolean fits =
          table.ordinalOf(column.columnId()) == ordinal
              && column.collation() == Collation.BINARY
              && descending == sort.descending()
              && (nullsFirst == sort.nullsFirst() || !table.columns().get(ordinal).nullable());
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFixed(AccessChoice choice, int column) {
    return choice.equalities().stream().anyMatch(equality -> equality.column() == column);
  }

  /** Whether reading in order is better than the cheapest path and a sort. */
  boolean isWorth(AccessChoice cheapest) {
    double sort = cheapest.rows() * Math.log(Math.max(2, cheapest.rows())) * 0.3;
    return choice.cost() <= cheapest.cost() + sort + 10;
  }
}
