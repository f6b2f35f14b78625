package io.dolake.storage.txn;

import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.txn.ReadSet.Range;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;

/**
 * Committed entries of a table or index merged with a transaction's own, in key order. Own writes
 * are looked up anew at every step, so that they may be made while the cursor is open.
 *
 * @param <V> how the transaction keeps its own entries
 */
final class MergedCursor<V> implements AutoCloseable {
  /** Where own entries come from; the map is null when there are none. */
  interface OwnEntries<V> extends Supplier<NavigableMap<byte[], V>> {
    /** Whether entries from before the transaction are hidden. */
    boolean hideBase();
  }

  private final TransactionView view;
  private final Space space;
  private final int storageId;
  private final KeyInterval interval;
  private final boolean backward;
  private final OwnEntries<V> own;
  private final Range range;

  private SnapshotEntries base;
  private int baseEpoch;
  private boolean baseReady;
  private boolean baseEnded;
  private byte[] key;
  private byte[] baseValue;
  private V ownValue;
  private boolean ended;

  MergedCursor(
      TransactionView view,
      Space space,
      int storageId,
      KeyInterval interval,
      boolean backward,
      OwnEntries<V> own,
      Range range) {
    this.view = view;
    this.space = space;
    this.storageId = storageId;
    this.interval = interval;
    this.backward = backward;
    this.own = own;
    this.range = range;
    this.ended = interval.isEmpty();
  }

  /** Moves to the next entry, own deletions included. */
  boolean next() {
    if (ended) {
      return false;
    }
    prepareBase();
    Map.Entry<byte[], V> ownEntry = nextOwn();
    byte[] baseKey = baseReady ? base.key() : null;
    if (baseKey == null && ownEntry == null) {
      return end();
    }
    int order;
    if (baseKey == null) {
      order = 1;
    } else if (ownEntry == null) {
      order = -1;
    } else {
      int ascending = Arrays.compareUnsigned(baseKey, ownEntry.getKey());
      order = backward ? -ascending : ascending;
    }
    if (order < 0) {
      key = baseKey;
      baseValue = base.value();
      ownValue = null;
      baseReady = false;
    } else {
      key = ownEntry.getKey();
      ownValue = ownEntry.getValue();
      baseValue = null;
      if (order == 0) {
        baseReady = false;
      }
    }
    widenRange();
    return true;
  }

  private void prepareBase() {
    if (storageId == CatalogState.NO_STORAGE || own.hideBase()) {
      baseReady = false;
      return;
    }
    SnapshotView snapshot = view.committed();
    if (base == null || baseEpoch != view.epoch()) {
      closeBase();
      byte[] lower = interval.lower();
      byte[] upper = interval.upper();
      if (key != null && backward) {
        upper = key;
      } else if (key != null) {
        lower = KeyInterval.after(key);
      }
      base = snapshot.entries(space, storageId, lower, upper, backward);
      baseEpoch = view.epoch();
      baseReady = false;
      baseEnded = false;
    }
    if (!baseReady && !baseEnded) {
      baseReady = base.next();
      baseEnded = !baseReady;
    }
  }

  private Map.Entry<byte[], V> nextOwn() {
    NavigableMap<byte[], V> entries = own.get();
    if (entries == null || entries.isEmpty()) {
      return null;
    }
    Map.Entry<byte[], V> entry;
    if (backward) {
      byte[] below = key != null ? key : interval.upper();
      entry = below == null ? entries.lastEntry() : entries.lowerEntry(below);
    } else if (key != null) {
      entry = entries.higherEntry(key);
    } else {
      entry =
          interval.lower() == null ? entries.firstEntry() : entries.ceilingEntry(interval.lower());
    }
    return entry != null && interval.contains(entry.getKey()) ? entry : null;
  }

  private void widenRange() {
    if (range == null) {
      return;
    }
    if (backward) {
      range.lower = key;
    } else {
      range.upper = key;
      range.upperInclusive = true;
    }
  }

  private boolean end() {
    if (range != null) {
      if (backward) {
        range.lower = interval.lower();
      } else {
        range.upper = interval.upper();
        range.upperInclusive = false;
      }
    }
    close();
    return false;
  }

  byte[] key() {
    return key;
  }

  /** The transaction's own entry here, or null when it is a committed one. */
  V ownValue() {
    return ownValue;
  }

  /** The committed entry's value, or null when it is the transaction's own. */
  byte[] baseValue() {
    return baseValue;
  }

  private void closeBase() {
    if (base != null) {
      base.close();
      base = null;
    }
  }

  @Override
  public void close() {
    ended = true;
    closeBase();
  }
}
