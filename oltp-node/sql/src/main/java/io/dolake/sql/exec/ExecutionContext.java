package io.dolake.sql.exec;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardTransaction;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What one execution of one statement works with. Belongs to the statement's thread; a new one is
 * made for every execution, so that state kept here (materialised subqueries, say) dies with it.
 */
public final class ExecutionContext {
  /** How many rows pass between two looks at the cancel flag. */
  private static final int CANCEL_CHECK_INTERVAL = 256;

  private final ShardTransaction transaction;
  private final Object[] parameters;
  private final Instant statementTime;
  private final SessionView session;
  private final MemoryBudget memory;
  private final Runnable stopCheck;
  private final ExecutionContext firing;

  /** Null until something is kept: most statements keep nothing. */
  private Map<Object, Object> state;

  private int stepsToCancelCheck = CANCEL_CHECK_INTERVAL;

  /**
   * @param parameters values by zero-based position
   * @param statementTime what {@code now()} returns all through the statement
   * @param stopCheck fails with QUERY_CANCELED when the statement is to stop; called often, must be
   *     cheap
   */
  public ExecutionContext(
      ShardTransaction transaction,
      Object[] parameters,
      Instant statementTime,
      SessionView session,
      MemoryBudget memory,
      Runnable stopCheck) {
    this(transaction, parameters, statementTime, session, memory, stopCheck, null);
  }

  private ExecutionContext(
      ShardTransaction transaction,
      Object[] parameters,
      Instant statementTime,
      SessionView session,
      MemoryBudget memory,
      Runnable stopCheck,
      ExecutionContext firing) {
    this.transaction = transaction;
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.statementTime = Objects.requireNonNull(statementTime, "statementTime");
    this.session = Objects.requireNonNull(session, "session");
    this.memory = Objects.requireNonNull(memory, "memory");
    this.stopCheck = Objects.requireNonNull(stopCheck, "stopCheck");
    this.firing = firing;
  }

  /** What a trigger's statement runs with: parameters and state of its own, all else is shared. */
  public ExecutionContext nested(Object[] nestedParameters) {
    return new ExecutionContext(
        transaction, nestedParameters, statementTime, session, memory, stopCheck, this);
  }

  /** Whether it belongs to a statement of a trigger. */
  public boolean isNested() {
    return firing != null;
  }

  /** That of the statement the user sent, whose triggers led here; itself outside triggers. */
  public ExecutionContext outermost() {
    ExecutionContext context = this;
    while (context.firing != null) {
      context = context.firing;
    }
    return context;
  }

  public ShardTransaction transaction() {
    return transaction;
  }

  /** Value of a parameter by zero-based position; UNDEFINED_PARAMETER if it was not given. */
  public Object parameter(int index) {
    if (index >= parameters.length) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_PARAMETER, "no value was given for parameter " + (index + 1));
    }
    return parameters[index];
  }

  public Instant statementTime() {
    return statementTime;
  }

  public SessionView session() {
    return session;
  }

  public MemoryBudget memory() {
    return memory;
  }

  /** Called once per row by operators that can run long; fails with QUERY_CANCELED when asked. */
  public void step() {
    if (--stepsToCancelCheck <= 0) {
      stepsToCancelCheck = CANCEL_CHECK_INTERVAL;
      checkCanceled();
    }
  }

  public void checkCanceled() {
    stopCheck.run();
  }

  /** Gives the statement a new snapshot where its isolation allows it, and forgets what it saw. */
  void lookAgain() {
    checkCanceled();
    transaction.beginStatement();
    state = null;
  }

  /** State of this execution that belongs to one plan object, made at its first use. */
  @SuppressWarnings("unchecked")
  public <T> T state(Object owner, Supplier<T> initial) {
    if (state == null) {
      state = new IdentityHashMap<>();
    }
    Object value = state.get(owner);
    if (value == null) {
      value = initial.get();
      state.put(owner, value);
    }
    return (T) value;
  }
}
