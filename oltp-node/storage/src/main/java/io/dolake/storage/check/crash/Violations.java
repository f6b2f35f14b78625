package io.dolake.storage.check.crash;

import java.util.Locale;

/** What a crash must never leave behind, found. */
final class Violations {
  private Violations() {}

  static void require(boolean holds, String description, Object... arguments) {
    if (!holds) {
      throw new CrashViolation(String.format(Locale.ROOT, description, arguments));
    }
  }

  /** A broken promise of the store. */
  static final class CrashViolation extends RuntimeException {
    CrashViolation(String message) {
      super(message);
    }
  }
}
