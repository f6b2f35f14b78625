package io.dolake.common.error;

import java.util.Objects;
import java.util.Optional;

/**
 * An error with a stable code. The message is one line for people: what was wrong, with the
 * offending value; the hint says what to do next.
 */
public class DoLakeException extends RuntimeException {
  private final ErrorCode code;
  private final String hint;

  public DoLakeException(ErrorCode code, String message) {
    this(code, message, null, null);
  }

  public DoLakeException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  /** Hint and cause may be null. */
  public DoLakeException(ErrorCode code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.hint = hint;
  }

  public ErrorCode code() {
    return code;
  }

  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
