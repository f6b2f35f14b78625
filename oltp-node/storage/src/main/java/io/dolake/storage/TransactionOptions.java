package io.dolake.storage;

import java.time.Duration;
import java.util.Objects;

/** How a transaction runs. A lock that is not granted within {@code lockTimeout} is an error. */
public record TransactionOptions(IsolationLevel isolation, boolean readOnly, Duration lockTimeout) {
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(IsolationLevel.SERIALIZABLE, false, Duration.ofSeconds(5));
  public static final TransactionOptions READ_ONLY =
      new TransactionOptions(IsolationLevel.SNAPSHOT, true, Duration.ofSeconds(5));

  public TransactionOptions {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(lockTimeout, "lockTimeout");
  }
}
