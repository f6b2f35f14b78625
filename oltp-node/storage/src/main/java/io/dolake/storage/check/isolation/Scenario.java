package io.dolake.storage.check.isolation;

import static io.dolake.storage.IsolationLevel.READ_COMMITTED;
import static io.dolake.storage.IsolationLevel.SERIALIZABLE;
import static io.dolake.storage.IsolationLevel.SNAPSHOT;

import io.dolake.storage.IsolationLevel;
import io.dolake.storage.ShardStore;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.check.isolation.Session.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Hermitage's ten scenarios (Martin Kleppmann, 2014), each an interleaving of two or three
 * transactions that shows one anomaly where it is possible.
 */
enum Scenario {
  G0("write cycle", READ_COMMITTED) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.update(1, 11);
      s.second.update(1, 12);
      s.first.update(2, 21);
      s.first.commit();
      s.second.update(2, 22);
      s.second.commit();
      s.finish();
      return (s.valueOf(1) == 11) != (s.valueOf(2) == 21);
    }
  },
  G1A("aborted read", READ_COMMITTED) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.update(1, 101);
      Outcome<Long> before = s.second.select(1);
      s.first.rollback();
      Outcome<Long> after = s.second.select(1);
      s.second.commit();
      s.finish();
      return is(before, 101) || is(after, 101);
    }
  },
  G1B("intermediate read", READ_COMMITTED) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.update(1, 101);
      Outcome<Long> before = s.second.select(1);
      s.first.update(1, 11);
      s.first.commit();
      Outcome<Long> after = s.second.select(1);
      s.second.commit();
      s.finish();
      return is(before, 101) || is(after, 101);
    }
  },
  G1C("circular information flow", READ_COMMITTED) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.update(1, 11);
      s.second.update(2, 22);
      Outcome<Long> firstSees = s.first.select(2);
      Outcome<Long> secondSees = s.second.select(1);
      s.first.commit();
      s.second.commit();
      s.finish();
      return is(firstSees, 22) && is(secondSees, 11);
    }
  },
  OTV("observed transaction vanishes", READ_COMMITTED) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.update(1, 11);
      s.first.update(2, 19);
      s.second.update(1, 12);
      s.first.commit();
      Outcome<Long> one = s.third.select(1);
      s.second.update(2, 18);
      Outcome<Long> two = s.third.select(2);
      s.second.commit();
      Outcome<Long> twoAgain = s.third.select(2);
      Outcome<Long> oneAgain = s.third.select(1);
      s.third.commit();
      s.finish();
      return (is(one, 12) && is(two, 19)) || (is(twoAgain, 18) && is(oneAgain, 11));
    }
  },
  PMP("predicate with many preceders", SNAPSHOT) {
    @Override
    boolean showsAnomaly(Sessions s) {
      Outcome<List<Long>> before = s.first.selectWhere(value -> value == 30);
      s.second.insert(3, 30);
      s.second.commit();
      Outcome<List<Long>> after = s.first.selectWhere(value -> value % 3 == 0);
      s.first.commit();
      s.finish();
      return finds(before, 3) || finds(after, 3);
    }
  },
  P4("lost update", SNAPSHOT) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.select(1);
      s.second.select(1);
      s.first.update(1, 11);
      s.second.update(1, 11);
      s.first.commit();
      s.second.commit();
      return s.bothCommitted();
    }
  },
  G_SINGLE("read skew", SNAPSHOT) {
    @Override
    boolean showsAnomaly(Sessions s) {
      Outcome<Long> one = s.first.select(1);
      s.second.select(1);
      s.second.select(2);
      s.second.update(1, 12);
      s.second.update(2, 18);
      s.second.commit();
      Outcome<Long> two = s.first.select(2);
      s.first.commit();
      s.finish();
      return is(one, 10) && is(two, 18);
    }
  },
  G2_ITEM("write skew", SERIALIZABLE) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.select(1);
      s.first.select(2);
      s.second.select(1);
      s.second.select(2);
      s.first.update(1, 11);
      s.second.update(2, 21);
      s.first.commit();
      s.second.commit();
      return s.bothCommitted();
    }
  },
  G2("write skew through a predicate", SERIALIZABLE) {
    @Override
    boolean showsAnomaly(Sessions s) {
      s.first.selectWhere(value -> value % 3 == 0);
      s.second.selectWhere(value -> value % 3 == 0);
      s.first.insert(3, 30);
      s.second.insert(4, 42);
      s.first.commit();
      s.second.commit();
      return s.bothCommitted();
    }
  };

  private final String title;
  private final Set<IsolationLevel> preventedAt;

  Scenario(String title, IsolationLevel weakestThatPrevents) {
    this.title = title;
    this.preventedAt = Set.copyOf(atLeast(weakestThatPrevents));
  }

  private static List<IsolationLevel> atLeast(IsolationLevel weakest) {
    List<IsolationLevel> levels = List.of(IsolationLevel.values());
    return levels.subList(levels.indexOf(weakest), levels.size());
  }

  String title() {
    return title;
  }

  boolean isPreventedAt(IsolationLevel level) {
    return preventedAt.contains(level);
  }

  /** Plays the scenario with all transactions begun. */
  abstract boolean showsAnomaly(Sessions s);

  /** Plays the scenario on the two rows; whether the anomaly was seen. */
  boolean play(ShardStore store, IsolationLevel level) {
    ScenarioTable.reset(store);
    try (Sessions sessions = new Sessions(store, level)) {
      return showsAnomaly(sessions);
    }
  }

  private static boolean is(Outcome<Long> result, long value) {
    Long seen = result.await();
    return seen != null && seen == value;
  }

  private static boolean finds(Outcome<List<Long>> result, long id) {
    List<Long> seen = result.await();
    return seen != null && seen.contains(id);
  }

  /** The clients of one scenario. */
  static final class Sessions implements AutoCloseable {
    final Session first;
    final Session second;
    final Session third;
    private final ShardStore store;

    Sessions(ShardStore store, IsolationLevel level) {
      this.store = store;
      TransactionOptions options = new TransactionOptions(level, false, Duration.ofSeconds(20));
      first = new Session("1", store, options);
      second = new Session("2", store, options);
      third = new Session("3", store, options);
      first.begin();
      second.begin();
      third.begin();
    }

    boolean bothCommitted() {
      boolean firstCommitted = first.awaitCommitted();
      return second.awaitCommitted() && firstCommitted;
    }

    void finish() {
      first.awaitCommitted();
      second.awaitCommitted();
      third.awaitCommitted();
    }

    long valueOf(long id) {
      return ScenarioTable.valueOf(store, id);
    }

    @Override
    public void close() {
      first.close();
      second.close();
      third.close();
    }
  }
}
