package io.dolake.sql.advisory;

import java.util.EnumMap;
import java.util.Map;

/** How often one session has taken one lock, by scope and mode. Guarded by the table's mutex. */
final class Holding {
  private final Map<AdvisoryScope, int[]> counts = new EnumMap<>(AdvisoryScope.class);

  void add(AdvisoryScope scope, AdvisoryMode mode) {
    int[] byMode = counts.computeIfAbsent(scope, key -> new int[AdvisoryMode.values().length]);
    byMode[mode.ordinal()] = Math.addExact(byMode[mode.ordinal()], 1);
  }

  /** Takes back one {@link #add}; false if there was none. */
  boolean remove(AdvisoryScope scope, AdvisoryMode mode) {
    int[] byMode = counts.get(scope);
    if (byMode == null || byMode[mode.ordinal()] == 0) {
      return false;
    }
    byMode[mode.ordinal()]--;
    return true;
  }

  void removeAll(AdvisoryScope scope) {
    counts.remove(scope);
  }

  boolean holds(AdvisoryMode mode) {
    return counts.values().stream().anyMatch(byMode -> byMode[mode.ordinal()] > 0);
  }

  boolean isEmpty() {
    return !holds(AdvisoryMode.EXCLUSIVE) && !holds(AdvisoryMode.SHARED);
  }
}
