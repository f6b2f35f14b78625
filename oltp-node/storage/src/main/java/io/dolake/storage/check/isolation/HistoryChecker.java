package io.dolake.storage.check.isolation;

import io.dolake.storage.IsolationLevel;
import io.dolake.storage.check.isolation.DependencyGraph.CycleRule;
import io.dolake.storage.check.isolation.DependencyGraph.Dependency;
import io.dolake.storage.check.isolation.HistoryTransaction.Append;
import io.dolake.storage.check.isolation.HistoryTransaction.Read;
import io.dolake.storage.check.isolation.HistoryTransaction.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds anomalies in a list-append history. Since values are unique and lists only grow, a list
 * shows the order of all versions of its key, and every read which version it saw; from that follow
 * the dependencies between transactions. Belongs to one thread.
 */
final class HistoryChecker {
  private static final int MOST_REPORTED = 10;

  /** Where a value comes from. */
  private record Writer(int transaction, boolean lastOfItsKey) {}

  private final List<HistoryTransaction> history;
  private final Map<Integer, int[]> finalLists;
  private final Map<Integer, Writer> writers = new HashMap<>();
  private final List<String> anomalies = new ArrayList<>();
  private final DependencyGraph graph;

  /**
   * @param finalLists list of each key after all transactions ended
   */
  HistoryChecker(List<HistoryTransaction> history, Map<Integer, int[]> finalLists) {
    this.history = history;
    this.finalLists = finalLists;
    this.graph = new DependencyGraph(history.size());
  }

  /** Descriptions of what the level forbids and the history shows; empty if all is well. */
  List<String> anomaliesAt(IsolationLevel level) {
    collectWriters();
    checkFinalLists();
    checkReads();
    if (anomalies.isEmpty()) {
      addVersionOrder();
      addReads();
      checkCycles(level);
    }
    return List.copyOf(anomalies);
  }

  private void collectWriters() {
    for (int id = 0; id < history.size(); id++) {
      Map<Integer, Integer> lastValue = new HashMap<>();
      for (Step step : history.get(id).steps()) {
        if (step instanceof Append append) {
          lastValue.put(append.key(), append.value());
        }
      }
      for (Step step : history.get(id).steps()) {
        if (step instanceof Append append) {
          boolean last = lastValue.get(append.key()) == append.value();
          writers.put(append.value(), new Writer(id, last));
        }
      }
    }
  }

  private void checkFinalLists() {
    Set<Integer> present = new HashSet<>();
    finalLists.forEach(
        (key, list) -> {
          for (int value : list) {
            Writer writer = writers.get(value);
            if (!present.add(value)) {
              report("duplicate: value " + value + " is twice in the lists");
            } else if (writer == null) {
              report("invention: value " + value + " of key " + key + " was never written");
            } else if (!history.get(writer.transaction()).committed()) {
              report("G1a: value " + value + " of an aborted transaction is in key " + key);
            }
          }
        });
    writers.forEach(
        (value, writer) -> {
          if (history.get(writer.transaction()).committed() && !present.contains(value)) {
            report("lost update: committed value " + value + " is missing");
          }
        });
  }

  private void checkReads() {
    for (int id = 0; id < history.size(); id++) {
      // What an aborted transaction read may be inconsistent, since it was told so.
      if (!history.get(id).committed()) {
        continue;
      }
      Set<Integer> own = new HashSet<>();
      for (Step step : history.get(id).steps()) {
        if (step instanceof Append append) {
          own.add(append.value());
        } else if (step instanceof Read read) {
          checkRead(read, own);
        }
      }
    }
  }

  private void checkRead(Read read, Set<Integer> own) {
    int[] others = withoutOwn(read.list(), own);
    int[] versions = finalLists.getOrDefault(read.key(), new int[0]);
    boolean prefix =
        others.length <= versions.length
            && Arrays.equals(others, 0, others.length, versions, 0, others.length);
    if (!prefix) {
      report(
          "dirty or incompatible read: key "
              + read.key()
              + " was read as "
              + Arrays.toString(read.list())
              + ", it became "
              + Arrays.toString(versions));
    } else if (others.length > 0 && !writers.get(others[others.length - 1]).lastOfItsKey()) {
      report(
          "G1b: key "
              + read.key()
              + " was read at the intermediate value "
              + others[others.length - 1]);
    }
  }

  /** A transaction's own values can only be at the end of what it reads. */
  private static int[] withoutOwn(int[] list, Set<Integer> own) {
    int length = list.length;
    while (length > 0 && own.contains(list[length - 1])) {
      length--;
    }
    return Arrays.copyOf(list, length);
  }

  private void addVersionOrder() {
    for (int[] list : finalLists.values()) {
      for (int i = 1; i < list.length; i++) {
        graph.add(writerOf(list[i - 1]), writerOf(list[i]), Dependency.WRITE_WRITE);
      }
    }
  }

  private int writerOf(int value) {
    return writers.get(value).transaction();
  }

  private void addReads() {
    for (int id = 0; id < history.size(); id++) {
      if (!history.get(id).committed()) {
        continue;
      }
      Set<Integer> own = new HashSet<>();
      for (Step step : history.get(id).steps()) {
        if (step instanceof Append append) {
          own.add(append.value());
        } else if (step instanceof Read read) {
          addRead(id, read, withoutOwn(read.list(), own).length);
        }
      }
    }
  }

  private void addRead(int reader, Read read, int versionsSeen) {
    int[] versions = finalLists.getOrDefault(read.key(), new int[0]);
    if (versionsSeen > 0) {
      graph.add(writerOf(versions[versionsSeen - 1]), reader, Dependency.WRITE_READ);
    }
    if (versionsSeen < versions.length) {
      graph.add(reader, writerOf(versions[versionsSeen]), Dependency.READ_WRITE);
    }
  }

  private void checkCycles(IsolationLevel level) {
    CycleRule rule =
        switch (level) {
          case READ_COMMITTED -> CycleRule.NO_ANTI_DEPENDENCY;
          case SNAPSHOT -> CycleRule.NO_ADJACENT_ANTI_DEPENDENCIES;
          case SERIALIZABLE -> CycleRule.ANY;
        };
    Optional<int[]> cycle = graph.findCycle(rule);
    cycle.ifPresent(ids -> report("cycle forbidden at " + level + ": " + describe(ids)));
  }

  private String describe(int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(ids.length, 6); i++) {
      text.append(" T").append(ids[i]).append('[');
      for (Step step : history.get(ids[i]).steps()) {
        text.append(
            step instanceof Read read
                ? " read " + read.key() + "=" + Arrays.toString(read.list())
                : " append " + step.key() + "+" + ((Append) step).value());
      }
      text.append(" ]");
    }
    return ids.length + " transactions," + text;
  }

  private void report(String anomaly) {
    if (anomalies.size() < MOST_REPORTED) {
      anomalies.add(anomaly);
    }
  }
}
