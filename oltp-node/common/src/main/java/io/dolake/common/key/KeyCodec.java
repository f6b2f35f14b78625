package io.dolake.common.key;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes the key tuples of one table or index so that unsigned byte order is tuple order.
 *
 * <p>No encoded tuple is a proper prefix of another of the same length in parts, and a tuple's
 * first parts encode to the first bytes of the whole. Hence all keys that start with the parts
 * encoded in {@code p} are those from {@code p} (inclusive) up to {@code p} followed by {@link
 * #AFTER_PREFIX} (exclusive). Immutable, thread-safe.
 */
public final class KeyCodec {
  /** A byte above the first byte of every encoded value. */
  public static final int AFTER_PREFIX = 0xff;

  private final KeyPart[] parts;
  private final int leadingParts;
  private final boolean exact;

  private KeyCodec(List<KeyPart> parts, int leadingParts) {
    this.parts = parts.toArray(KeyPart[]::new);
    this.leadingParts = leadingParts;
    this.exact = parts.stream().allMatch(KeyPart::isExact);
  }

  /** Keys of the table's rows: the primary key's columns. */
  public static KeyCodec forTable(TableDef table) {
    List<KeyPart> parts = partsOf(table, table.primaryKey());
    return new KeyCodec(parts, parts.size());
  }

  /**
   * Keys of an index's entries: the index's own parts, then the primary key's, so that entries of
   * equal values differ and lead to their rows.
   */
  public static KeyCodec forIndex(IndexDef index, TableDef table) {
    List<KeyPart> parts = new ArrayList<>(partsOf(table, index.columns()));
    int leading = parts.size();
    parts.addAll(partsOf(table, table.primaryKey()));
    return new KeyCodec(parts, leading);
  }

  public static KeyCodec of(List<KeyPart> parts) {
    return new KeyCodec(parts, parts.size());
  }

  private static List<KeyPart> partsOf(TableDef table, List<KeyColumn> columns) {
    List<KeyPart> parts = new ArrayList<>(columns.size());
    for (KeyColumn column : columns) {
      int ordinal = column.columnId() == 0 ? -1 : table.ordinalOf(column.columnId());
      if (ordinal < 0 && column.columnId() != 0) {
        throw new IllegalArgumentException(
            "table " + table.name() + " has no column with id " + column.columnId());
      }
      ColumnType type = ordinal < 0 ? ColumnType.ANY : table.columns().get(ordinal).type();
      parts.add(new KeyPart(type, column.collation(), column.descending(), ordinal));
    }
    return parts;
  }

  /** Number of parts of a whole key. */
  public int size() {
    return parts.length;
  }

  /** Parts of the index itself, before the primary key's; all parts in a table's key. */
  public int leadingParts() {
    return leadingParts;
  }

  public KeyPart part(int index) {
    return parts[index];
  }

  /**
   * Whether {@link #decode} gives the very values that were encoded; see {@link KeyPart#isExact}.
   */
  public boolean isExact() {
    return exact;
  }

  /**
   * Appends a tuple or its first parts. Values have the Java class of their type (decimals any
   * scale), null is SQL NULL; another class is a DATATYPE_MISMATCH.
   */
  public void encode(ByteWriter out, Object... tuple) {
    encode(out, tuple, tuple.length);
  }

  /** Appends the first {@code count} values of the tuple. */
  public void encode(ByteWriter out, Object[] tuple, int count) {
    if (count > parts.length) {
      throw new IllegalArgumentException(count + " values for a key of " + parts.length);
    }
    for (int i = 0; i < count; i++) {
      KeyEncoder.encode(out, parts[i], tuple[i]);
    }
  }

  /** Appends the value of one part; parts are appended in order to make a key. */
  public void encodePart(ByteWriter out, int part, Object value) {
    KeyEncoder.encode(out, parts[part], value);
  }

  /** Appends the key of a row given in column order; not for keys with expressions. */
  public void encodeRow(ByteWriter out, Object[] row) {
    for (KeyPart part : parts) {
      if (part.columnOrdinal() < 0) {
        throw new IllegalStateException("a key with expressions cannot be taken from the row");
      }
      KeyEncoder.encode(out, part, row[part.columnOrdinal()]);
    }
  }

  public byte[] encodeToBytes(Object... tuple) {
    ByteWriter out = new ByteWriter(16 + 16 * tuple.length);
    encode(out, tuple);
    return out.copyOfBytes();
  }

  /** All parts of a whole key; ROW_DAMAGED if the bytes are none. */
  public Object[] decode(byte[] key) {
    return decode(new ByteReader().wrap(key));
  }

  /** All parts of the key that starts at the reader's position; stops behind it. */
  public Object[] decode(ByteReader in) {
    Object[] tuple = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      tuple[i] = KeyDecoder.decode(in, parts[i]);
    }
    return tuple;
  }

  /** Decodes one value where the reader stands, which must be at the start of that part. */
  public Object decodePart(ByteReader in, int part) {
    return KeyDecoder.decode(in, parts[part]);
  }

  /** Moves the reader past the parts from {@code from} to {@code to} (exclusive). */
  public void skip(ByteReader in, int from, int to) {
    for (int i = from; i < to; i++) {
      KeyDecoder.skip(in, parts[i].descending());
    }
  }
}
