package io.dolake.sql.plan.physical;

import io.dolake.sql.exec.VirtualScanOperator;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.VirtualRelation;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** A lookup of a virtual relation by equalities on some of its columns. */
record VirtualLookup(List<Integer> columns, List<RexNode> values) {
  /** The first of the relation's lookups that the conditions give all columns of; or null. */
  static VirtualLookup choose(VirtualRelation relation, List<Sargable> conditions, int start) {
    for (List<Integer> columns : relation.lookupColumns()) {
      List<RexNode> values = new ArrayList<>();
      for (int column : columns) {
        for (Sargable condition : conditions) {
          if (condition.kind() == SqlKind.EQUALS && condition.column() - start == column) {
            values.add(condition.value());
            break;
          }
        }
      }
      if (values.size() == columns.size()) {
        return new VirtualLookup(columns, values);
      }
    }
    return null;
  }

  VirtualScanOperator operator(VirtualRelation relation, ExprCompiler compiler) {
    Expr[] expressions = compiler.compileAll(values);
    double rows = Math.max(1, relation.estimatedRowCount() / 100);
    return new VirtualScanOperator(relation, columns, expressions, rows);
  }
}
