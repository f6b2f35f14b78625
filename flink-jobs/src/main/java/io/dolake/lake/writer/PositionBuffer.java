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
 *
 * <p>Logged form: version (1 byte), then entries of file id (8 bytes), row (4), key as by {@link
 * RowKeySerializer}. Of several entries of a key the last one counts.
 */
final class PositionBuffer {
  /** Stands for the position of a row that is gone. */
  static final FilePosition GONE = new FilePosition(0, -1);

  /** Nothing is known of a key. */
  static final int NO_ENTRY = -1;

  private static final byte VERSION = 1;

  // An entry: hash (4 bytes), whether it is to be logged (1), and its logged form.
  private static final int TO_LOG = Integer.BYTES;
  private static final int FORM = TO_LOG + 1;
  private static final int ROW = FORM + Long.BYTES;
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
  private byte[] entries = new byte[INITIAL_BYTES];
  private int end;

  /** Where entries begin, plus one; 0 for none. A power of two, at most half of them in use. */
  private int[] slots = new int[INITIAL_SLOTS];

  private int size;
  private int[] toLog = new int[INITIAL_SLOTS];
  private int toLogCount;

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
    int row = (int) INTS.get(entries, entry + ROW);
    return row == GONE.row() ? GONE : new FilePosition(fileIdAt(entry), row);
  }

  private long fileIdAt(int entry) {
    return (long) LONGS.get(entries, entry + FORM);
  }

  private boolean isGone(int entry) {
    return (int) INTS.get(entries, entry + ROW) == GONE.row();
  }

  /** Changes an entry. */
  void set(int entry, FilePosition position) {
    write(entry, position);
    noteToLog(entry);
  }

  private void write(int entry, FilePosition position) {
    LONGS.set(entries, entry + FORM, position.fileId());
    INTS.set(entries, entry + ROW, position.row());
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
    write(entry, position);
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

  /** The logged form of what has changed since the last time; null if nothing has. */
  byte[] takeChanges() {
    if (toLogCount == 0) {
      return null;
    }
    int bytes = 1;
    for (int i = 0; i < toLogCount; i++) {
      bytes += formLengthAt(entries, toLog[i]);
    }
    byte[] form = new byte[bytes];
    form[0] = VERSION;
    int at = 1;
    for (int i = 0; i < toLogCount; i++) {
      int entry = toLog[i];
      int length = formLengthAt(entries, entry);
      System.arraycopy(entries, entry + FORM, form, at, length);
      entries[entry + TO_LOG] = 0;
      at += length;
    }
    toLogCount = 0;
    return form;
  }

  /** How many entries {@link #takeChanges} would give. */
  int changes() {
    return toLogCount;
  }

  private static int formLengthAt(byte[] entries, int entry) {
    int at = entry + KEY;
    while (entries[at++] < 0) {
      continue; // the table's number
    }
    int keyLength = 0;
    int shift = 0;
    byte next;
    do {
      next = entries[at++];
      keyLength |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return at + keyLength - entry - FORM;
  }

  /** What is done with each key. */
  interface EntryConsumer {
    void accept(RowKey key, FilePosition position) throws IOException;
  }

  /** Tells all keys and their positions, {@link #GONE} among them. */
  void forEach(EntryConsumer consumer) throws IOException {
    for (int entry = 0; entry < end; entry += FORM + formLengthAt(entries, entry)) {
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
    return Stream.iterate(
            0, entry -> entry < nowEnd, entry -> entry + FORM + formLengthAt(now, entry))
        .map(entry -> keyAt(now, entry));
  }

  /**
   * Lets entries of rows that are gone go.
   *
   * @param consumer is told of each before
   * @return the logged form of all that stay; empty if none does
   */
  byte[] compact(EntryConsumer consumer) throws IOException {
    byte[] old = entries;
    int oldEnd = end;
    int stay = 0;
    for (int entry = 0, next; entry < oldEnd; entry = next) {
      next = entry + FORM + formLengthAt(old, entry);
      if (isGone(entry)) {
        consumer.accept(keyAt(old, entry), GONE);
      } else {
        stay += next - entry - FORM;
      }
    }
    byte[] form = stay == 0 ? new byte[0] : new byte[1 + stay];
    int at = 1;
    PositionBuffer kept = new PositionBuffer();
    for (int entry = 0, next; entry < oldEnd; entry = next) {
      int length = formLengthAt(old, entry);
      next = entry + FORM + length;
      if (!isGone(entry)) {
        System.arraycopy(old, entry + FORM, form, at, length);
        at += length;
        int hash = (int) INTS.get(old, entry);
        int copy = kept.append(hash, old, entry + KEY, next - entry - KEY);
        kept.write(copy, positionAt(entry));
      }
    }
    if (form.length > 0) {
      form[0] = VERSION;
    }
    entries = kept.entries;
    end = kept.end;
    slots = kept.slots;
    size = kept.size;
    toLogCount = 0;
    return form;
  }

  /**
   * Adds what a log says; those logs that were written later are to be read later.
   *
   * @return how many entries it has
   */
  int restore(byte[] form) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(form);
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("unknown version " + version + " of the index's log");
    }
    int restored = 0;
    for (; in.available() > 0; restored++) {
      FilePosition position = FilePositionSerializer.INSTANCE.deserialize(in);
      RowKey key = RowKeySerializer.INSTANCE.deserialize(in);
      int entry = find(key);
      if (entry == NO_ENTRY) {
        entry = append(key.hashCode(), sought.getSharedBuffer(), 0, sought.length());
      }
      write(entry, position);
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
