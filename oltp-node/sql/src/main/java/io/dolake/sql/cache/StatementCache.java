package io.dolake.sql.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dolake.common.type.ColumnType;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Plans by text, declared parameter types and search path. Bounded by the number of entries; the
 * version of the catalog is part of the entry's value, so that a plan that has become old is
 * replaced in place. Thread-safe.
 *
 * @param <T> what is cached
 */
public final class StatementCache<T> {
  /** What makes two statements the same. */
  public record Key(String text, List<ColumnType> parameterTypes, List<String> searchPath) {}

  private final Cache<Key, T> cache;
  private final LongAdder runs = new LongAdder();
  private final LongAdder misses = new LongAdder();

  public StatementCache(int maximumEntries) {
    cache = Caffeine.newBuilder().maximumSize(maximumEntries).build();
  }

  /** The entry, or null. */
  public T get(Key key) {
    return cache.getIfPresent(key);
  }

  public void put(Key key, T value) {
    cache.put(key, value);
  }

  /** A statement runs, with a plan from here or one that {@link #countMiss} counted. */
  public void countRun() {
    runs.increment();
  }

  public void countMiss() {
    misses.increment();
  }

  /** How many statements ran without being planned for it. */
  public long hits() {
    return Math.max(0, runs.sum() - misses.sum());
  }

  /** How many statements had to be planned. */
  public long misses() {
    return misses.sum();
  }
}
