package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeySerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The latest positions of keys of one key group, in memory: a hash table with open addressing over
 * entries that lie one behind the other in an array, some 36 bytes for a key of 8. Knows which of
 * them are not in the log yet. An entry stays where it is until the buffer is compacted or cleared.
 * Belongs to one thread.
 */
final class PositionBuffer {
  /** Stands for the position of a row that is gone. */
  static final FilePosition GONE = new FilePosition(0, -1);

  /** Nothing is known of a key. */
  static final int NO_ENTRY = -1;

  // An entry: hash (4 bytes), whether it is to be logged (1), file id (8), row (4), and the key as
  // by RowKeySerializer.
  private static final int TO_LOG = Integer.BYTES;
  private static final int FILE_ID = TO_LOG + 1;
  private static final int ROW = FILE_ID + Long.BYTES;
  private static final int KEY = ROW + Integer.BYTES;

  private static final int INITIAL_SLOTS = 64;
  private static final int INITIAL_BYTES = 1024;

  /** 2 to the 32nd over the golden ratio, made odd. */
  private static final int MULTIPLIER = 0x9e3779b9;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final DataOutputSerializer sought = new DataOutputSerializer(32);
  private byte[] entries;
  private int end;

  /** Where entries begin, plus one; 0 for none. A power of two, at most half of them in use. */
  private int[] slots;

  private int size;

  /** Says nothing: for a compiler that leaves out what is not used. */
  @SuppressWarnings("UnusedVariable")
  private int touched;

  private int[] toLog = new int[INITIAL_SLOTS];
  private int toLogCount;

  PositionBuffer() {
    this(INITIAL_BYTES, INITIAL_SLOTS);
  }

  private PositionBuffer(int bytes, int slotCount) {
    entries = new byte[bytes];
    slots = new int[slotCount];
  }

  /** Entry of a key, or {@link #NO_ENTRY}. */
  int find(RowKey key) throws IOException {
    sought.clear();
    RowKeySerializer.INSTANCE.serialize(key, sought);
    int hash = key.hashCode();
    for (int slot = slotOf(hash); slots[slot] != 0; slot = next(slot)) {
      int entry = slots[slot] - 1;
      if ((int) INTS.get(entries, entry) == hash && isSoughtAt(entry)) {
        return entry;
      }
    }
    return NO_ENTRY;
  }

  /**
   * Brings the memory that looking for a key needs closer to the processor. Looking for several
   * keys one after the other is waiting for memory each time; touching them all first is waiting
   * for most of them at the same time.
   */
  void touch(RowKey key) {
    int entry = Math.max(0, slots[slotOf(key.hashCode())] - 1);
    touched += entries[entry + KEY] + key.key().length;
  }

  /** The form of a key tells its own length, so one that begins with it is it. */
  private boolean isSoughtAt(int entry) {
    int from = entry + KEY;
    int to = from + sought.length();
    return to <= end
        && Arrays.equals(entries, from, to, sought.getSharedBuffer(), 0, sought.length());
  }

  private int slotOf(int hash) {
    return (hash * MULTIPLIER) >>> Integer.numberOfLeadingZeros(slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** Position that an entry tells, maybe {@link #GONE}. */
  FilePosition positionAt(int entry) {
    int row = rowAt(entry);
    return row == GONE.row() ? GONE : new FilePosition(fileIdAt(entry), row);
  }

  private long fileIdAt(int entry) {
    return (long) LONGS.get(entries, entry + FILE_ID);
  }

  private int rowAt(int entry) {
    return (int) INTS.get(entries, entry + ROW);
  }

  /** Changes an entry. */
  void set(int entry, FilePosition position) {
    write(entry, position.fileId(), position.row());
    noteToLog(entry);
  }

  private void write(int entry, long fileId, int row) {
    LONGS.set(entries, entry + FILE_ID, fileId);
    INTS.set(entries, entry + ROW, row);
  }

  private void noteToLog(int entry) {
    if (entries[entry + TO_LOG] == 0) {
      entries[entry + TO_LOG] = 1;
      if (toLogCount == toLog.length) {
        toLog = Arrays.copyOf(toLog, 2 * toLogCount);
      }
      toLog[toLogCount++] = entry;
    }
  }

  /** Adds the key that was looked for last and not found; gives its entry. */
  int add(RowKey key, FilePosition position) {
    int entry = append(key.hashCode(), sought.getSharedBuffer(), 0, sought.length());
    write(entry, position.fileId(), position.row());
    noteToLog(entry);
    return entry;
  }

  /** An entry without a position. */
  private int append(int hash, byte[] keyForm, int from, int length) {
    if (2 * (size + 1) > slots.length) {
      growSlots();
    }
    int entry = end;
    if (entry + KEY + length > entries.length) {
      entries =
          Arrays.copyOf(
              entries, Math.max(entry + KEY + length, entries.length + entries.length / 2));
    }
    INTS.set(entries, entry, hash);
    entries[entry + TO_LOG] = 0;
    System.arraycopy(keyForm, from, entries, entry + KEY, length);
    end = entry + KEY + length;
    size++;
    occupy(hash, entry);
    return entry;
  }

  private void growSlots() {
    int[] old = slots;
    slots = new int[2 * old.length];
    for (int occupied : old) {
      if (occupied != 0) {
        occupy((int) INTS.get(entries, occupied - 1), occupied - 1);
      }
    }
  }

  private void occupy(int hash, int entry) {
    int slot = slotOf(hash);
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    slots[slot] = entry + 1;
  }

  /** Keys it knows something of. */
  int size() {
    return size;
  }

  /** Memory that is in use, without what the arrays have in reserve. */
  int sizeBytes() {
    return end + Integer.BYTES * slots.length;
  }

  /** What has changed since the last time, as a piece of the log; null if nothing has. */
  byte[] takeChanges() throws IOException {
    if (toLogCount == 0) {
      return null;
    }
    LogPieceWriter piece = new LogPieceWriter();
    for (int i = 0; i < toLogCount; i++) {
      int entry = toLog[i];
      addTo(piece, entry, keyLengthAt(entries, entry));
      entries[entry + TO_LOG] = 0;
    }
    toLogCount = 0;
    return piece.toBytes();
  }

  private void addTo(LogPieceWriter piece, int entry, int keyLength) throws IOException {
    piece.add(fileIdAt(entry), rowAt(entry), entries, entry + KEY, keyLength);
  }

  /** How many entries {@link #takeChanges} would give. */
  int changes() {
    return toLogCount;
  }

  private static int keyLengthAt(byte[] entries, int entry) {
    int from = entry + KEY;
    int at = from;
    while (entries[at++] < 0) {
      continue; // the table's number
    }
    int length = 0;
    int shift = 0;
    byte next;
    do {
      next = entries[at++];
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return at - from + length;
  }

  private static int nextAfter(byte[] entries, int entry) {
    return entry + KEY + keyLengthAt(entries, entry);
  }

  /** What is done with each key. */
  interface EntryConsumer {
    void accept(RowKey key, FilePosition position) throws IOException;
  }

  /** Tells all keys and their positions, {@link #GONE} among them. */
  void forEach(EntryConsumer consumer) throws IOException {
    for (int entry = 0; entry < end; entry = nextAfter(entries, entry)) {
      consumer.accept(keyAt(entries, entry), positionAt(entry));
    }
  }

  private static RowKey keyAt(byte[] entries, int entry) {
    int from = entry + KEY;
    try {
      return RowKeySerializer.INSTANCE.deserialize(
          new DataInputDeserializer(entries, from, entries.length - from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys it knows something of now; may be read while it changes. */
  Stream<RowKey> keys() {
    // What is in the array stays there: it is added to, or replaced by another one.
    byte[] now = entries;
    int nowEnd = end;
    return Stream.iterate(0, entry -> entry < nowEnd, entry -> nextAfter(now, entry))
        .map(entry -> keyAt(now, entry));
  }

  /**
   * Lets entries of rows that are gone go.
   *
   * @param consumer is told of each
   * @return all that stay, as a piece of the log; null if none does
   */
  byte[] compact(EntryConsumer consumer) throws IOException {
    LogPieceWriter piece = new LogPieceWriter();
    PositionBuffer kept = new PositionBuffer(entries.length, slots.length);
    for (int entry = 0, next; entry < end; entry = next) {
      next = nextAfter(entries, entry);
      if (rowAt(entry) == GONE.row()) {
        consumer.accept(keyAt(entries, entry), GONE);
        continue;
      }
      int keyLength = next - entry - KEY;
      addTo(piece, entry, keyLength);
      int copy = kept.append((int) INTS.get(entries, entry), entries, entry + KEY, keyLength);
      kept.write(copy, fileIdAt(entry), rowAt(entry));
    }
    entries = kept.entries;
    end = kept.end;
    slots = kept.slots;
    size = kept.size;
    toLogCount = 0;
    return size == 0 ? null : piece.toBytes();
  }

  /**
   * Adds what a piece of the log says; those that were written later are to be read later.
   *
   * @return how many entries it has
   */
  int restore(byte[] piece) throws IOException {
    LogPieceReader in = new LogPieceReader(piece);
    int restored = 0;
    for (; in.next(); restored++) {
      RowKey key = in.key();
      int entry = find(key);
      if (entry == NO_ENTRY) {
        entry = append(key.hashCode(), sought.getSharedBuffer(), 0, sought.length());
      }
      write(entry, in.position().fileId(), in.position().row());
    }
    return restored;
  }

  /** Forgets everything. */
  void clear() {
    entries = new byte[INITIAL_BYTES];
    slots = new int[INITIAL_SLOTS];
    end = 0;
    size = 0;
    toLogCount = 0;
  }
}
