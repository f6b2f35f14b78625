package io.dolake.sql.plan.rel;

import java.util.List;
import org.apache.calcite.rex.RexNode;

/** A relational node of ours that holds row expressions. */
public interface RexHolder {
  List<RexNode> expressions();
}
