package io.dolake.lake.writer;

import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.RowKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** The last image of every key that changed since the last flush. */
final class FoldedChanges {
  /** Map entry, key object, position and array headers, about. */
  private static final int ENTRY_OVERHEAD_BYTES = 150;

  /** What became of a key. */
  static final class Change implements Comparable<Change> {
    private final RowKey key;
    private final int tableId;
    private final int keyGroup;

    /** Beginning of the key, which decides most comparisons without a look at the key. */
    private final long prefix;

    /** Whether an older row of the key may lie in a file: its first event was no insert. */
    private final boolean mayExist;

    private byte[] image;
    private FilePosition position;

    private Change(RowKey key, int keyGroup, boolean mayExist) {
      this.key = key;
      this.tableId = key.tableId();
      this.keyGroup = keyGroup;
      this.prefix = key.prefix();
      this.mayExist = mayExist;
    }

    RowKey key() {
      return key;
    }

    int tableId() {
      return tableId;
    }

    int keyGroup() {
      return keyGroup;
    }

    long prefix() {
      return prefix;
    }

    boolean mayExist() {
      return mayExist;
    }

    /** Stored row, or null if the row is gone. */
    byte[] image() {
      return image;
    }

    /** The image has been written. */
    void written(FilePosition at) {
      position = at;
    }

    /** Where the image was written, or null. */
    FilePosition position() {
      return position;
    }

    @Override
    public int compareTo(Change other) {
      if (tableId == other.tableId && prefix != other.prefix) {
        return Long.compareUnsigned(prefix, other.prefix);
      }
      return key.compareTo(other.key);
    }
  }

  private final int keyGroups;
  private final Map<RowKey, Change> changes = new HashMap<>();
  private long sizeBytes;

  /**
   * @param keyGroups of the job's state
   */
  FoldedChanges(int keyGroups) {
    this.keyGroups = keyGroups;
  }

  /** Adds an event of a row. */
  void add(LakeEvent event) {
    RowKey key = new RowKey(event.tableId(), event.key());
    Change change = changes.get(key);
    if (change == null) {
      boolean insert =
          event.kind() == LakeEvent.Kind.INSERT || event.kind() == LakeEvent.Kind.SNAPSHOT_ROW;
      change = new Change(key, KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups), !insert);
      changes.put(key, change);
      sizeBytes += ENTRY_OVERHEAD_BYTES + event.key().length;
    }
    sizeBytes += lengthOf(event.image()) - lengthOf(change.image);
    change.image = event.image();
  }

  private static int lengthOf(byte[] image) {
    return image == null ? 0 : image.length;
  }

  /** Forgets the changes of a table. */
  void removeTable(int tableId) {
    changes.keySet().removeIf(key -> key.tableId() == tableId);
    if (changes.isEmpty()) {
      sizeBytes = 0;
    }
  }

  /** Takes all changes out, by table and key. */
  List<Change> drain() {
    List<Change> sorted =
        Arrays.asList(ChangeSorter.sorted(changes.values().toArray(Change[]::new)));
    changes.clear();
    sizeBytes = 0;
    return sorted;
  }

  int size() {
    return changes.size();
  }

  long sizeBytes() {
    return sizeBytes;
  }
}
