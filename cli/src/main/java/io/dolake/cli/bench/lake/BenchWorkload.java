package io.dolake.cli.bench.lake;

import java.util.Arrays;
import java.util.Random;

/**
 * The stream of changes: first every key once, then 20% inserts, 70% updates of a random live key,
 * 10% deletes of one. The seed decides everything, so that two runs see the same. Moves from change
 * to change without making objects; for one thread.
 */
final class BenchWorkload {
  /** What a change does. */
  enum Kind {
    LOAD,
    INSERT,
    UPDATE,
    DELETE
  }

  private static final int DISTINCT_NAMES = 1_000;

  private final Random random;
  private final int initialKeys;
  private long[] live;
  private int liveCount;
  private long nextKey;

  private Kind kind;
  private long key;
  private long amount;
  private double price;

  BenchWorkload(long seed, int initialKeys) {
    this.random = new Random(seed);
    this.initialKeys = initialKeys;
    this.live = new long[Math.max(1_024, initialKeys + initialKeys / 2)];
  }

  /** The next row of the initial load; false when it is over. */
  boolean nextOfLoad() {
    if (nextKey == initialKeys) {
      return false;
    }
    insert(Kind.LOAD);
    return true;
  }

  /** The next change after the load. */
  void nextChange() {
    int choice = liveCount == 0 ? 0 : random.nextInt(10);
    if (choice < 2) {
      insert(Kind.INSERT);
      return;
    }
    int index = random.nextInt(liveCount);
    kind = choice == 9 ? Kind.DELETE : Kind.UPDATE;
    key = live[index];
    if (kind == Kind.DELETE) {
      live[index] = live[--liveCount];
    }
    drawValues();
  }

  private void insert(Kind how) {
    kind = how;
    key = nextKey++;
    if (liveCount == live.length) {
      live = Arrays.copyOf(live, 2 * liveCount);
    }
    live[liveCount++] = key;
    drawValues();
  }

  private void drawValues() {
    amount = random.nextInt(1_000_000);
    price = random.nextDouble();
  }

  Kind kind() {
    return kind;
  }

  long key() {
    return key;
  }

  long amount() {
    return amount;
  }

  double price() {
    return price;
  }

  /** Text of the last column. */
  static String nameOf(long key) {
    return "name " + key % DISTINCT_NAMES;
  }

  /** Rows that a reader has to find now. */
  int liveCount() {
    return liveCount;
  }
}
