package io.dolake.sql.plan.bind;

import io.dolake.sql.plan.rel.Rex;

/** A column that a query puts out: its name and what is known of its values. */
record OutputColumn(String name, Bound info) {
  /** The column as an expression over the query's rows. */
  Bound at(int index) {
    return info.withRex(Rex.column(index));
  }
}
