package io.dolake.storage.verify;

import io.dolake.common.Lsn;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.change.Change;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.SchemaChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.storage.LogReader;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.SnapshotScan;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Replays the retained log in memory and compares the last image of each changed row with the
 * tables. Keys are taken in as many passes over the log as keep the memory bounded. Belongs to one
 * thread.
 */
final class ReplayVerifier {
  /** Changed keys held in memory at a time, about. */
  private static final long KEYS_PER_PASS = 500_000;

  private final ShardStore store;
  private final Findings findings;
  private Lsn logBefore = Lsn.NONE;

  /** Last known images by key, of the current pass. */
  private final Map<TableId, Map<Key, Long>> images = new HashMap<>();

  /** Tables that the retained log shows being empty: all their rows must be in it. */
  private final Set<TableId> complete = new HashSet<>();

  ReplayVerifier(ShardStore store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Replays the log after one position up to an LSN, which must be the store's last. */
  void verify(Lsn logBefore, long lastLsn) throws InterruptedException {
    this.logBefore = logBefore;
    int passes = (int) (countChanges(lastLsn) / KEYS_PER_PASS) + 1;
    for (int pass = 0; pass < passes; pass++) {
      images.clear();
      complete.clear();
      replay(lastLsn, pass, passes);
      for (TableDef table : store.catalog().tables()) {
        compare(table, lastLsn, pass, passes);
      }
      for (TableDef sequence : store.catalog().sequences()) {
        compare(sequence, lastLsn, pass, passes);
      }
    }
  }

  private LogReader openLog() {
    return store.readLogAfter(logBefore);
  }

  private long countChanges(long lastLsn) throws InterruptedException {
    long count = 0;
    try (LogReader reader = openLog()) {
      TransactionHeader header;
      while ((header = next(reader, lastLsn)) != null) {
        count += header.changeCount();
      }
    }
    return count;
  }

  private static TransactionHeader next(LogReader reader, long lastLsn)
      throws InterruptedException {
    TransactionHeader header = reader.nextTransaction(Duration.ZERO);
    return header == null || header.lsn().value() > lastLsn ? null : header;
  }

  private void replay(long lastLsn, int pass, int passes) throws InterruptedException {
    try (LogReader reader = openLog()) {
      TransactionHeader header;
      while ((header = next(reader, lastLsn)) != null) {
        Change change;
        while ((change = reader.nextChange()) != null) {
          if (change instanceof SchemaChange schema) {
            replay(schema.change());
          } else if (isInPass(((RowChange) change).key(), pass, passes)) {
            replay((RowChange) change, header.lsn());
          }
        }
      }
    }
  }

  private static boolean isInPass(byte[] key, int pass, int passes) {
    return Math.floorMod(Arrays.hashCode(key), passes) == pass;
  }

  private void replay(CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      beginEmpty(create.table().id());
    } else if (change instanceof CatalogChange.TruncateTable truncate) {
      beginEmpty(truncate.table());
    } else if (change instanceof CatalogChange.DropTable drop) {
      images.remove(drop.table());
      complete.remove(drop.table());
    }
  }

  private void beginEmpty(TableId table) {
    images.put(table, new HashMap<>());
    complete.add(table);
  }

  private void replay(RowChange change, Lsn lsn) {
    Map<Key, Long> rows = images.computeIfAbsent(change.table(), id -> new HashMap<>());
    Key key = new Key(change.key());
    Long known = rows.put(key, Fingerprint.of(change.after()));
    if (known == null && complete.contains(change.table())) {
      known = Fingerprint.ABSENT;
    }
    if (known != null && known != Fingerprint.of(change.before())) {
      findings.problem(
          "LSN %s: the image before its %s in table %s is not what the log left there",
          lsn, change.op(), change.table());
    }
  }

  private void compare(TableDef table, long lastLsn, int pass, int passes) {
    Map<Key, Long> expected = images.getOrDefault(table.id(), new HashMap<>());
    boolean all = complete.contains(table.id());
    try (SnapshotScan rows = store.scanSnapshot(table.id(), null, null, ScanDirection.FORWARD)) {
      if (rows.lsn().value() != lastLsn) {
        throw StoreVerifier.writtenTo();
      }
      while (rows.next()) {
        byte[] key = rows.copyOfKey();
        if (!isInPass(key, pass, passes)) {
          continue;
        }
        Long image = expected.remove(new Key(key));
        if (image == null ? all : image != Fingerprint.of(rows.copyOfImage())) {
          findings.problem("a row of table %s is not what the log left there", table.name());
        }
      }
    }
    Iterator<Long> left = expected.values().iterator();
    while (left.hasNext()) {
      if (left.next() != Fingerprint.ABSENT) {
        findings.problem("a row of table %s that the log has is missing", table.name());
      }
    }
  }
}
