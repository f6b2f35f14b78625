package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.VirtualScanOperator;
import io.dolake.sql.plan.VirtualRelation;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * A lookup of a virtual relation: by equalities on some of its columns, or by the prefix that a
 * LIKE pattern gives a column.
 *
 * @param columns of the relation
 * @param values what they equal; for a prefix the pattern
 */
record VirtualLookup(
    VirtualRelation relation, List<Integer> columns, List<RexNode> values, boolean byPrefix) {
  /** Guess of the share of rows that one lookup finds. */
  private static final double SHARE = 0.01;

  /**
   * The best lookup that conditions on the relation alone allow, by equality before by prefix; or
   * null.
   *
   * @param start of the relation's columns in the space of the conditions
   */
  static VirtualLookup choose(VirtualRelation relation, List<RexNode> conditions, int start) {
    VirtualLookup byValues = byValues(relation, conditions, start);
    return byValues != null ? byValues : byPrefix(relation, conditions, start);
  }

  /**
   * The first of the relation's lookups that the conditions give all columns of; or null.
   *
   * @param conditions whose other sides are known when the lookup begins
   * @param start of the relation's columns in the space of the conditions
   */
  static VirtualLookup byValues(VirtualRelation relation, List<RexNode> conditions, int start) {
    int end = start + relation.columns().size();
    List<Sargable> equalities = new ArrayList<>();
    for (RexNode condition : conditions) {
      Sargable sargable = Sargable.of(condition, start, end);
      if (sargable != null && sargable.kind() == SqlKind.EQUALS) {
        equalities.add(sargable);
      }
    }
    for (List<Integer> columns : relation.lookupColumns()) {
      List<RexNode> values = new ArrayList<>();
      for (int column : columns) {
        for (Sargable equality : equalities) {
          if (equality.column() - start == column && isExact(equality, relation, column)) {
            values.add(equality.value());
            break;
          }
        }
      }
      if (values.size() == columns.size()) {
        return new VirtualLookup(relation, columns, values, false);
      }
    }
    return null;
  }

  /** Lookups know texts by their bytes. */
  private static boolean isExact(Sargable equality, VirtualRelation relation, int column) {
    return equality.collation() == Collation.BINARY
        || relation.columns().get(column).type().kind() != TypeKind.TEXT;
  }

  private static VirtualLookup byPrefix(
      VirtualRelation relation, List<RexNode> conditions, int start) {
    int end = start + relation.columns().size();
    for (RexNode condition : conditions) {
      if (RexShape.isLike(condition)) {
        List<RexNode> operands = ((RexCall) condition).getOperands();
        RexNode pattern = operands.get(1);
        if (operands.get(0) instanceof RexInputRef text
            && text.getIndex() >= start
            && text.getIndex() < end
            && relation.looksUpPrefixes(text.getIndex() - start)
            && !RexShape.touches(pattern, start, end)) {
          return new VirtualLookup(
              relation, List.of(text.getIndex() - start), List.of(pattern), true);
        }
      }
    }
    return null;
  }

  VirtualScanOperator operator(ExprCompiler compiler) {
    return byPrefix
        ? VirtualScanOperator.lookupPrefix(
            relation, columns.get(0), compiler.compile(values.get(0)), estimatedRows())
        : VirtualScanOperator.lookup(
            relation, columns, compiler.compileAll(values), estimatedRows());
  }

  double estimatedRows() {
    return Math.max(1, relation.estimatedRowCount() * SHARE);
  }
}
