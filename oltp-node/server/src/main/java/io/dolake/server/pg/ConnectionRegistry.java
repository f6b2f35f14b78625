package io.dolake.server.pg;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections, by the process id that clients cancel them with. Thread-safe. */
final class ConnectionRegistry {
  /** One connection's place. */
  static final class Entry {
    private final int processId;
    private final int secretKey;
    private volatile PgConnection connection;

    private Entry(int processId, int secretKey) {
      this.processId = processId;
      this.secretKey = secretKey;
    }

    int processId() {
      return processId;
    }

    int secretKey() {
      return secretKey;
    }

    void attach(PgConnection attached) {
      connection = attached;
    }
  }

  private final ConcurrentHashMap<Integer, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger nextProcessId = new AtomicInteger(1);
  private final AtomicInteger count = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private final int maxConnections;

  ConnectionRegistry(int maxConnections) {
    this.maxConnections = maxConnections;
  }

  /** A place for a new connection, or null when there are too many. */
  Entry add() {
    if (count.incrementAndGet() > maxConnections) {
      count.decrementAndGet();
      return null;
    }
    while (true) {
      int processId = nextProcessId.getAndUpdate(id -> id == Integer.MAX_VALUE ? 1 : id + 1);
      Entry entry = new Entry(processId, random.nextInt());
      if (entries.putIfAbsent(processId, entry) == null) {
        return entry;
      }
    }
  }

  /** Idempotent. */
  void remove(Entry entry) {
    if (entries.remove(entry.processId, entry)) {
      count.decrementAndGet();
    }
  }

  int size() {
    return count.get();
  }

  /** Cancels what the connection runs, if the key is its own; says whether it was. */
  boolean cancel(int processId, int secretKey) {
    Entry entry = entries.get(processId);
    PgConnection connection =
        entry != null && entry.secretKey == secretKey ? entry.connection : null;
    if (connection == null) {
      return false;
    }
    connection.cancel();
    return true;
  }

  /** The connection with this process id, or null when there is none past authentication. */
  PgConnection connection(int processId) {
    Entry entry = entries.get(processId);
    return entry == null ? null : entry.connection;
  }

  /** Connections that are past authentication. */
  Collection<PgConnection> connections() {
    return entries.values().stream()
        .map(entry -> entry.connection)
        .filter(java.util.Objects::nonNull)
        .toList();
  }
}
