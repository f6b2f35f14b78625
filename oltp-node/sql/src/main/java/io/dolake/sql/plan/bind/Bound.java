package io.dolake.sql.plan.bind;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.types.Affinity;
import org.apache.calcite.rex.RexNode;

/**
 * An expression with what is known of it before it runs.
 *
 * @param type static type; ANY where it depends on the values
 * @param affinity how it bends what it is compared with; NONE unless a column or cast
 * @param collation its collation, or null when it has none
 * @param explicitCollation whether COLLATE gave the collation, which then wins over a column's
 * @param table the table of the column that it is, or null
 * @param columnId that column's id, or 0
 */
record Bound(
    RexNode rex,
    ColumnType type,
    Affinity affinity,
    Collation collation,
    boolean explicitCollation,
    TableId table,
    int columnId) {

  static Bound of(RexNode rex, ColumnType type) {
    return new Bound(rex, type, Affinity.NONE, null, false, null, 0);
  }

  static Bound constant(Object value, ColumnType type) {
    return of(Rex.constant(value), type);
  }

  Bound withRex(RexNode newRex) {
    return new Bound(newRex, type, affinity, collation, explicitCollation, table, columnId);
  }

  Bound withType(ColumnType newType) {
    return new Bound(rex, newType, affinity, collation, explicitCollation, table, columnId);
  }

  Bound withAffinity(Affinity newAffinity) {
    return new Bound(rex, type, newAffinity, collation, explicitCollation, table, columnId);
  }

  Bound withCollation(Collation newCollation, boolean explicit) {
    return new Bound(rex, type, affinity, newCollation, explicit, table, columnId);
  }

  Collation effectiveCollation() {
    return collation == null ? Collation.BINARY : collation;
  }

  boolean isNullConstant() {
    return Rex.isConstant(rex) && Rex.constantValue(rex) == null;
  }

  /** The collation two operands are compared under: COLLATE first, then the left column's. */
  static Collation collationOf(Bound left, Bound right) {
    if (left.explicitCollation) {
      return left.collation;
    }
    if (right.explicitCollation) {
      return right.collation;
    }
    return left.collation != null ? left.collation : right.effectiveCollation();
  }
}
