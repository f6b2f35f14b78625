package io.dolake.sql.plan.rel;

import io.dolake.sql.plan.TableFunction;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rex.RexNode;

/** Rows of a function in FROM; its arguments read outer rows through variables. */
public final class TableFunctionRel extends LeafRel implements RexHolder {
  private final TableFunction function;
  private final List<RexNode> arguments;

  public TableFunctionRel(RelOptCluster cluster, TableFunction function, List<RexNode> arguments) {
    super(cluster, function.columns().size());
    this.function = function;
    this.arguments = List.copyOf(arguments);
  }

  public TableFunction function() {
    return function;
  }

  @Override
  public List<RexNode> expressions() {
    return arguments;
  }
}
