package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.IndexDef;
import java.util.List;

/**
 * A way to reach a table's rows.
 *
 * @param index null for the primary key
 * @param equalities conditions on the key's first columns
 * @param points IN condition on the next column, or null
 * @param lower condition that bounds the next column from below, or null
 * @param upper likewise from above
 * @param rows expected to be read
 * @param cost of reading them once
 */
record AccessChoice(
    IndexDef index,
    boolean indexOnly,
    List<Sargable> equalities,
    Sargable points,
    Sargable lower,
    Sargable upper,
    boolean unique,
    double rows,
    double cost) {

  boolean usesKey() {
    return !equalities.isEmpty() || points != null || lower != null || upper != null;
  }
}
