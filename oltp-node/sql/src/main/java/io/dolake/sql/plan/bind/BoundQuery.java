package io.dolake.sql.plan.bind;

import java.util.List;
import org.apache.calcite.rel.RelNode;

/** A query as relational algebra, with its columns. */
record BoundQuery(RelNode rel, List<OutputColumn> columns) {
  BoundQuery {
    columns = List.copyOf(columns);
  }
}
