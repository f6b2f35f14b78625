package io.dolake.server.pg.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What a session is doing, for those who watch it. Changed by the session's thread, read by any;
 * readers may see one change before another that was made with it.
 */
public final class SessionActivity {
  /** Characters of a statement that are kept. */
  private static final int MAX_QUERY_LENGTH = 1024;

  private final Instant start = Instant.now();

  private volatile String applicationName = "";
  private volatile String state = "idle";
  private volatile String query = "";
  private volatile long stateChangeMillis = start.toEpochMilli();
  private volatile long queryStartMillis;
  private volatile long transactionStartMillis;

  SessionActivity() {}

  /** A statement begins, or is gone on with. */
  void active(String statement) {
    long now = System.currentTimeMillis();
    if (transactionStartMillis == 0) {
      transactionStartMillis = now;
    }
    query = statement.length() <= MAX_QUERY_LENGTH ? statement : beginning(statement);
    queryStartMillis = now;
    stateChangeMillis = now;
    state = "active";
  }

  private static String beginning(String statement) {
    boolean cutsPair = Character.isHighSurrogate(statement.charAt(MAX_QUERY_LENGTH - 1));
    return statement.substring(0, cutsPair ? MAX_QUERY_LENGTH - 1 : MAX_QUERY_LENGTH);
  }

  /** The client is waited for, outside transactions. */
  void idle() {
    transactionStartMillis = 0;
    rest("idle");
  }

  /** The client is waited for, inside a transaction. */
  void idleInTransaction(boolean failed) {
    rest(failed ? "idle in transaction (aborted)" : "idle in transaction");
  }

  private void rest(String newState) {
    stateChangeMillis = System.currentTimeMillis();
    state = newState;
  }

  void applicationName(String name) {
    applicationName = name;
  }

  public Instant start() {
    return start;
  }

  public String applicationName() {
    return applicationName;
  }

  /** In the words of {@code pg_stat_activity}. */
  public String state() {
    return state;
  }

  /** The statement under way or the last one, or its beginning; empty before the first. */
  public String query() {
    return query;
  }

  public Instant stateChange() {
    return Instant.ofEpochMilli(stateChangeMillis);
  }

  /** Empty before the first statement. */
  public Optional<Instant> queryStart() {
    return time(queryStartMillis);
  }

  /** Empty outside transactions. */
  public Optional<Instant> transactionStart() {
    return time(transactionStartMillis);
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
