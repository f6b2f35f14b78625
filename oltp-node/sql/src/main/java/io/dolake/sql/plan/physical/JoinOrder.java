package io.dolake.sql.plan.physical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders the inputs of a join tree, each joined to all before it. Few inputs are ordered by dynamic
 * programming: the cheapest order of every subset (Selinger et al., 1979). Many are ordered
 * greedily: from each of several first inputs, the next one is always that which leaves the fewest
 * rows for the least work; the cheapest order wins. That work grows with the square of the number
 * of inputs, so that joins of 64 tables are planned in milliseconds.
 */
final class JoinOrder {
  /** With more inputs, only the smallest few are tried as the first. */
  private static final int ALL_STARTS = 6;

  private static final int SOME_STARTS = 3;

  /** Up to so many inputs every order is considered. */
  private static final int EXHAUSTIVE = 9;

  /** What is known of an input. */
  record Input(double rows, double scanCost) {}

  /**
   * A condition between inputs.
   *
   * @param selectivity share of combinations it keeps
   */
  record Edge(BitSet inputs, double selectivity) {}

  /** What joining an input costs for each row of what is joined already. */
  interface LookupCost {
    /** Cost of looking rows of {@code input} up by keys from {@code joined}; infinite if none. */
    double perRow(int input, BitSet joined);
  }

  private final List<Input> inputs;
  private final List<List<Edge>> edgesOf = new ArrayList<>();
  private final LookupCost lookups;

  JoinOrder(List<Input> inputs, List<Edge> edges, LookupCost lookups) {
    this.inputs = inputs;
    this.lookups = lookups;
    for (int i = 0; i < inputs.size(); i++) {
      edgesOf.add(new ArrayList<>());
    }
    for (Edge edge : edges) {
      edge.inputs().stream().forEach(input -> edgesOf.get(input).add(edge));
    }
  }

  int[] best() {
    int count = inputs.size();
    if (count == 1) {
      return new int[] {0};
    }
    return count <= EXHAUSTIVE ? cheapest(count) : greedy(count);
  }

  /** The cheapest way to join one set of inputs. */
  private record Partial(Partial before, int last, double rows, double cost) {}

  private int[] cheapest(int count) {
    Partial[] best = new Partial[1 << count];
    for (int i = 0; i < count; i++) {
      best[1 << i] = new Partial(null, i, inputs.get(i).rows(), inputs.get(i).scanCost());
    }
    for (int set = 1; set < best.length; set++) {
      BitSet joined = BitSet.valueOf(new long[] {set});
      for (int candidate = 0; candidate < count; candidate++) {
        if (!joined.get(candidate)) {
          Partial extended = extend(best[set], joined, candidate);
          Partial known = best[set | 1 << candidate];
          if (known == null || extended.cost < known.cost) {
            best[set | 1 << candidate] = extended;
          }
        }
      }
    }
    int[] order = new int[count];
    Partial at = best[best.length - 1];
    for (int i = count - 1; i >= 0; i--) {
      order[i] = at.last;
      at = at.before;
    }
    return order;
  }

  private Partial extend(Partial before, BitSet joined, int candidate) {
    double selectivity = 1;
    boolean connected = false;
    for (Edge edge : edgesOf.get(candidate)) {
      if (isApplicable(edge, joined, candidate)) {
        selectivity *= edge.selectivity();
        connected = true;
      }
    }
    double rows = Math.max(0.01, before.rows * inputs.get(candidate).rows() * selectivity);
    double cost = before.cost + stepCost(candidate, joined, before.rows, rows, connected);
    return new Partial(before, candidate, rows, cost);
  }

  private int[] greedy(int count) {
    int[] starts =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(input -> inputs.get(input).rows()))
            .limit(count <= ALL_STARTS ? count : SOME_STARTS)
            .mapToInt(Integer::intValue)
            .toArray();
    int[] best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int start : starts) {
      int[] order = new int[count];
      double cost = fill(order, start, bestCost);
      if (cost < bestCost || best == null) {
        best = order;
        bestCost = cost;
      }
    }
    return best;
  }

  /** Fills an order that begins with {@code start}; returns its cost, or gives up above a limit. */
  private double fill(int[] order, int start, double limit) {
    BitSet joined = new BitSet();
    Arrays.fill(order, -1);
    order[0] = start;
    joined.set(start);
    double rows = inputs.get(start).rows();
    double cost = inputs.get(start).scanCost();
    for (int at = 1; at < order.length; at++) {
      int next = -1;
      double nextRows = 0;
      double nextCost = Double.POSITIVE_INFINITY;
      double nextScore = Double.POSITIVE_INFINITY;
      for (int candidate = 0; candidate < order.length; candidate++) {
        if (joined.get(candidate)) {
          continue;
        }
        double selectivity = 1;
        boolean connected = false;
        for (Edge edge : edgesOf.get(candidate)) {
          if (isApplicable(edge, joined, candidate)) {
            selectivity *= edge.selectivity();
            connected = true;
          }
        }
        double candidateRows = Math.max(0.01, rows * inputs.get(candidate).rows() * selectivity);
        double candidateCost = stepCost(candidate, joined, rows, candidateRows, connected);
        // A product of unconnected inputs is worth it only when one of them is tiny.
        double score = candidateRows + candidateCost * 0.1 + (connected ? 0 : rows + 1e3);
        if (score < nextScore) {
          next = candidate;
          nextRows = candidateRows;
          nextCost = candidateCost;
          nextScore = score;
        }
      }
      order[at] = next;
      joined.set(next);
      rows = nextRows;
      cost += nextCost;
      if (cost > limit) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return cost;
  }

  private double stepCost(
      int candidate, BitSet joined, double rows, double resultRows, boolean connected) {
    Input input = inputs.get(candidate);
    double lookup = rows * lookups.perRow(candidate, joined);
    double scan =
        connected
            ? input.scanCost() + input.rows() * 1.5 + rows
            : input.scanCost() + rows * input.rows() * 0.3;
    return Math.min(lookup, scan) + resultRows * 0.2;
  }

  private static boolean isApplicable(Edge edge, BitSet joined, int candidate) {
    for (int i = edge.inputs().nextSetBit(0); i >= 0; i = edge.inputs().nextSetBit(i + 1)) {
      if (i != candidate && !joined.get(i)) {
        return false;
      }
    }
    return true;
  }
}
