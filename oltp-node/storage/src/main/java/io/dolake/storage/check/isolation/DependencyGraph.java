package io.dolake.storage.check.isolation;

import java.util.Arrays;
import java.util.Optional;

/** Dependencies between the transactions of a history, numbered from 0. Belongs to one thread. */
final class DependencyGraph {
  /** Why one transaction comes before another in any serial order. */
  enum Dependency {
    /** It wrote a version, the other the next one. */
    WRITE_WRITE,
    /** It wrote the version that the other read. */
    WRITE_READ,
    /** It read a version, the other wrote the next one: an anti-dependency. */
    READ_WRITE
  }

  /** Which cycles are looked for. */
  enum CycleRule {
    /** Without anti-dependencies: G0 and G1c. */
    NO_ANTI_DEPENDENCY,
    /** Without two anti-dependencies in a row: what snapshot isolation forbids (G-SIb). */
    NO_ADJACENT_ANTI_DEPENDENCIES,
    /** Any: what serializability forbids (G2). */
    ANY
  }

  private final int nodeCount;
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private boolean[] anti = new boolean[1024];
  private int edgeCount;

  DependencyGraph(int nodeCount) {
    this.nodeCount = nodeCount;
  }

  void add(int earlier, int later, Dependency dependency) {
    if (earlier == later) {
      return;
    }
    if (edgeCount == from.length) {
      from = Arrays.copyOf(from, 2 * edgeCount);
      to = Arrays.copyOf(to, 2 * edgeCount);
      anti = Arrays.copyOf(anti, 2 * edgeCount);
    }
    from[edgeCount] = earlier;
    to[edgeCount] = later;
    anti[edgeCount] = dependency == Dependency.READ_WRITE;
    edgeCount++;
  }

  int edgeCount() {
    return edgeCount;
  }

  /** Transactions that form a forbidden cycle (a strongly connected set), if there are any. */
  Optional<int[]> findCycle(CycleRule rule) {
    return switch (rule) {
      case ANY -> StrongComponents.findCyclic(nodeCount, from, to, edgeCount);
      case NO_ANTI_DEPENDENCY -> findCycleWithoutAntiDependency();
      case NO_ADJACENT_ANTI_DEPENDENCIES -> findCycleWithoutAdjacentAntiDependencies();
    };
  }

  private Optional<int[]> findCycleWithoutAntiDependency() {
    int[] keptFrom = new int[edgeCount];
    int[] keptTo = new int[edgeCount];
    int kept = 0;
    for (int i = 0; i < edgeCount; i++) {
      if (!anti[i]) {
        keptFrom[kept] = from[i];
        keptTo[kept++] = to[i];
      }
    }
    return StrongComponents.findCyclic(nodeCount, keptFrom, keptTo, kept);
  }

  /**
   * Each transaction becomes two nodes, 2t when it was reached by an ordinary dependency and 2t + 1
   * by an anti-dependency; from the latter no anti-dependency leads on.
   */
  private Optional<int[]> findCycleWithoutAdjacentAntiDependencies() {
    int[] splitFrom = new int[2 * edgeCount];
    int[] splitTo = new int[2 * edgeCount];
    int count = 0;
    for (int i = 0; i < edgeCount; i++) {
      splitFrom[count] = 2 * from[i];
      splitTo[count++] = 2 * to[i] + (anti[i] ? 1 : 0);
      if (!anti[i]) {
        splitFrom[count] = 2 * from[i] + 1;
        splitTo[count++] = 2 * to[i];
      }
    }
    return StrongComponents.findCyclic(2 * nodeCount, splitFrom, splitTo, count)
        .map(nodes -> Arrays.stream(nodes).map(node -> node / 2).distinct().toArray());
  }
}
