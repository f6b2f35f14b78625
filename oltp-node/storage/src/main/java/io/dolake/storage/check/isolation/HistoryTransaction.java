package io.dolake.storage.check.isolation;

import java.util.List;

/**
 * A transaction of a list-append history.
 *
 * @param steps in the order they were made
 */
record HistoryTransaction(boolean committed, List<Step> steps) {
  /** One operation on the list under a key. */
  sealed interface Step {
    int key();
  }

  /** The value, unique in the history, is put at the end of the list. */
  record Append(int key, int value) implements Step {}

  /** The whole list was read; an absent row is an empty list. */
  record Read(int key, int[] list) implements Step {}

  HistoryTransaction {
    steps = List.copyOf(steps);
  }
}
