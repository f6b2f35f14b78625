package io.dolake.catalog.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads all tables again and again in changing order. A transaction that is in the history of one
 * table must be in the history of every other table it changes that is read afterwards, and nothing
 * that was seen may ever be gone.
 */
final class TableObserver implements Callable<Void> {
  private static final long PAUSE_MILLIS = 20;

  private final CatalogApi api;
  private final List<String> tables;
  private final CountDownLatch stopped;
  private final Random random;
  private final Map<String, List<String>> lastSeen = new HashMap<>();
  private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
  private long observations;

  TableObserver(CatalogApi api, List<String> tables, CountDownLatch stopped, long seed) {
    this.api = api;
    this.tables = tables;
    this.stopped = stopped;
    this.random = new Random(seed);
  }

  @Override
  public Void call() throws InterruptedException {
    long pauseMillis = 0;
    while (!stopped.await(pauseMillis, TimeUnit.MILLISECONDS)) {
      // A server that is down is asked again after a while.
      pauseMillis = observeAll() ? 0 : PAUSE_MILLIS;
    }
    return null;
  }

  /**
   * @return false if a table could not be read
   */
  private boolean observeAll() {
    List<String> order = new ArrayList<>(tables);
    Collections.shuffle(order, random);
    Map<String, Set<String>> earlier = new HashMap<>();
    for (String table : order) {
      try {
        check(table, api.load(table).transactions(), earlier);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private void check(String table, List<String> history, Map<String, Set<String>> earlier) {
    observations++;
    Set<String> present = new HashSet<>(history);
    earlier.forEach(
        (other, seen) -> {
          for (String id : seen) {
            if (tablesOf(id).contains(table) && !present.contains(id)) {
              violations.add(id + " was in " + other + " but not in " + table + " read later");
            }
          }
        });
    List<String> before = lastSeen.getOrDefault(table, List.of());
    if (history.size() < before.size() || !history.subList(0, before.size()).equals(before)) {
      violations.add("history of " + table + " was rewritten: " + before + " -> " + history);
    }
    lastSeen.put(table, history);
    earlier.put(table, present);
  }

  /** The tables a transaction changes are part of its id. */
  private static Set<String> tablesOf(String id) {
    return Set.of(id.substring(id.indexOf('@') + 1).split("\\+"));
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  long observations() {
    return observations;
  }
}
