package io.dolake.sql.dml;

import io.dolake.sql.exec.ExecutionContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Foreign key values that are to be looked at later: at the end of the statement or transaction.
 * Belongs to one session.
 */
public final class PendingChecks {
  /** Finds out whether children with some values lack their parent, and fails if so. */
  @FunctionalInterface
  interface Check {
    void run(ExecutionContext context);
  }

  private final Map<Object, Check> checks = new LinkedHashMap<>();

  /** Adds a check; one with an equal key is there only once. */
  void add(Object key, Check check) {
    checks.putIfAbsent(key, check);
  }

  public boolean isEmpty() {
    return checks.isEmpty();
  }

  /** Runs all checks and forgets them. FOREIGN_KEY_VIOLATION if one fails. */
  public void runAll(ExecutionContext context) {
    for (Check check : checks.values()) {
      check.run(context);
    }
    checks.clear();
  }

  public void clear() {
    checks.clear();
  }
}
