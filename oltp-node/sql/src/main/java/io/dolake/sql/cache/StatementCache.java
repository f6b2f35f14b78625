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
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  public StatementCache(int maximumEntries) {
    cache = Caffeine.newBuilder().maximumSize(maximumEntries).build();
  }

  /** The entry, or null. Does not count: whether an entry is of use its reader knows. */
  public T get(Key key) {
    return cache.getIfPresent(key);
  }

  public void put(Key key, T value) {
    cache.put(key, value);
  }

  public void countHit() {
    hits.increment();
  }

  public void countMiss() {
    misses.increment();
  }

  /** How many statements found their plan here. */
  public long hits() {
    return hits.sum();
  }

  /** How many statements had to be planned. */
  public long misses() {
    return misses.sum();
  }
}
