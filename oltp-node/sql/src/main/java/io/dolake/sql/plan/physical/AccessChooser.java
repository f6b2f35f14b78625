package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Finds the cheapest access path of one table for a set of usable conditions. */
final class AccessChooser {
  /** Reading a row through a secondary index costs a second lookup. */
  private static final double INDEX_ROW_COST = 2.5;

  private static final double SEEK_COST = 2;
  private static final double RANGE_SELECTIVITY = 0.3;
  private static final double POINTS_OF_SUBQUERY = 25;

  private final TableEstimates estimates;
  private final int start;
  private final List<RexNode> local;

  /**
   * @param start where the table's columns begin in the space of the conditions
   * @param local conditions on the table alone, which partial indexes have to be implied by
   */
  AccessChooser(TableEstimates estimates, int start, List<RexNode> local) {
    this.estimates = estimates;
    this.start = start;
    this.local = local;
  }

  /**
   * @param needed columns of the table that have to be read
   */
  AccessChoice choose(List<Sargable> conditions, BitSet needed) {
    AccessChoice best = fullScan();
    for (AccessChoice choice : choices(conditions, needed)) {
      if (choice.usesKey() && choice.cost() < best.cost()) {
        best = choice;
      }
    }
    return best;
  }

  AccessChoice fullScan() {
    double rows = estimates.rows();
    return new AccessChoice(null, false, List.of(), null, null, null, false, rows, rows + 1);
  }

  /** One choice for the primary key and one for each usable index. */
  List<AccessChoice> choices(List<Sargable> conditions, BitSet needed) {
    List<AccessChoice> choices = new ArrayList<>();
    IndexTerms plain = new IndexTerms(List.of(), List.of());
    choices.add(forKey(null, estimates.table().primaryKey(), plain, conditions, needed));
    for (IndexDef index : estimates.indexes()) {
      if (index.ready()) {
        IndexTerms terms = IndexTerms.of(index, estimates.table(), start);
        if (terms.impliedBy(local)) {
          choices.add(forKey(index, index.columns(), terms, conditions, needed));
        }
      }
    }
    return choices;
  }

  private AccessChoice forKey(
      IndexDef index,
      List<KeyColumn> key,
      IndexTerms terms,
      List<Sargable> conditions,
      BitSet needed) {
    List<Sargable> equalities = new ArrayList<>();
    int at = 0;
    for (; at < key.size(); at++) {
      Sargable equality = find(conditions, key.get(at), terms.key(at), SqlKind.EQUALS);
      if (equality == null) {
        break;
      }
      equalities.add(equality);
    }
    Sargable points = null;
    Sargable lower = null;
    Sargable upper = null;
    if (at < key.size()) {
      KeyColumn next = key.get(at);
      RexNode term = terms.key(at);
      points = find(conditions, next, term, SqlKind.IN);
      if (points == null) {
        lower =
            findEither(conditions, next, term, SqlKind.GREATER_THAN, SqlKind.GREATER_THAN_OR_EQUAL);
        upper = findEither(conditions, next, term, SqlKind.LESS_THAN, SqlKind.LESS_THAN_OR_EQUAL);
      }
    }
    boolean unique = (index == null || index.unique());
    boolean one = unique && equalities.size() == key.size();
    boolean onePerPoint = unique && points != null && equalities.size() == key.size() - 1;
    boolean indexOnly = index != null && covers(index, needed);
    double rows = rows(index, equalities.size(), points, lower, upper);
    double perRow = index == null ? 1 : indexOnly ? 0.8 : INDEX_ROW_COST;
    double seeks = points == null ? 1 : points(points);
    return new AccessChoice(
        index,
        indexOnly,
        equalities,
        points,
        lower,
        upper,
        one || onePerPoint,
        rows,
        SEEK_COST * seeks + rows * perRow);
  }

  private double rows(
      IndexDef index, int equalities, Sargable points, Sargable lower, Sargable upper) {
    double rows = equalities == 0 ? estimates.rows() : estimates.rowsPerKey(index, equalities);
    if (points != null) {
      rows = Math.min(rows, points(points) * estimates.rowsPerKey(index, equalities + 1));
    }
    if (lower != null) {
      rows *= RANGE_SELECTIVITY;
    }
    if (upper != null) {
      rows *= RANGE_SELECTIVITY;
    }
    return Math.max(rows, 0.5);
  }

  private static double points(Sargable points) {
    return Selectivity.pointCount(points.value(), POINTS_OF_SUBQUERY);
  }

  private boolean covers(IndexDef index, BitSet needed) {
    TableDef table = estimates.table();
    BitSet covered = new BitSet();
    for (KeyColumn column : index.columns()) {
      if (column.collation() == Collation.BINARY && column.expression() == null) {
        covered.set(table.ordinalOf(column.columnId()));
      }
    }
    for (KeyColumn column : table.primaryKey()) {
      if (column.collation() == Collation.BINARY) {
        covered.set(table.ordinalOf(column.columnId()));
      }
    }
    BitSet missing = (BitSet) needed.clone();
    missing.andNot(covered);
    return missing.isEmpty();
  }

  private Sargable findEither(
      List<Sargable> conditions, KeyColumn column, RexNode term, SqlKind a, SqlKind b) {
    Sargable found = find(conditions, column, term, a);
    return found != null ? found : find(conditions, column, term, b);
  }

  /**
   * @param term the expression of this part of the key, or null where it is a column
   */
  private Sargable find(List<Sargable> conditions, KeyColumn column, RexNode term, SqlKind kind) {
    if (term != null) {
      for (Sargable condition : conditions) {
        if (condition.kind() == kind
            && condition.collation() == column.collation()
            && condition.term().equals(term)) {
          return condition;
        }
      }
      return null;
    }
    int ordinal = estimates.table().ordinalOf(column.columnId());
    for (Sargable condition : conditions) {
      if (condition.kind() == kind
          && condition.column() - start == ordinal
          && (condition.collation() == column.collation() || !isText(ordinal))) {
        return condition;
      }
    }
    return null;
  }

  /** Whether a collation plays a part in a column's order. */
  private boolean isText(int ordinal) {
    return switch (estimates.table().columns().get(ordinal).type().kind()) {
      case TEXT, ANY, JSON -> true;
      default -> false;
    };
  }
}
