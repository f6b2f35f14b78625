package io.dolake.storage.catalog;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.catalog.CatalogState.StoredIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A secondary index, compiled: the entry that a row has in it. Immutable, thread-safe. */
public final class IndexLayout {
  private final IndexDef index;
  private final int storageId;
  private final KeyCodec keyCodec;
  private final int[] keyOrdinals;
  private final List<Function<Object[], Object>> expressions;
  private final Function<Object[], Object> predicate;
  private final int[] primaryKeyOrdinals;

  /**
   * An entry of the index.
   *
   * @param key the index's own values, then the primary key's
   * @param prefixLength bytes of the index's own values
   * @param hasNull whether one of them is NULL, which makes the entry equal to no other
   */
  public record Entry(byte[] key, int prefixLength, boolean hasNull) {
    /** The part that must not occur twice in a unique index. */
    public byte[] copyOfPrefix() {
      return Arrays.copyOf(key, prefixLength);
    }
  }

  private IndexLayout(StoredIndex stored, TableDef table, ExpressionCompiler compiler) {
    this.index = stored.index();
    this.storageId = stored.storageId();
    this.keyCodec = KeyCodec.forIndex(index, table);
    List<KeyColumn> columns = index.columns();
    this.keyOrdinals =
        columns.stream()
            .mapToInt(c -> c.columnId() == 0 ? -1 : table.ordinalOf(c.columnId()))
            .toArray();
    this.expressions =
        columns.stream()
            .map(c -> c.expression() == null ? null : compiler.compile(c.expression(), table))
            .collect(Collectors.toCollection(ArrayList::new));
    this.predicate = index.predicate() == null ? null : compiler.compile(index.predicate(), table);
    this.primaryKeyOrdinals =
        table.primaryKey().stream().mapToInt(c -> table.ordinalOf(c.columnId())).toArray();
  }

  static IndexLayout compile(StoredIndex stored, TableDef table, ExpressionCompiler compiler) {
    return new IndexLayout(stored, table, compiler);
  }

  public IndexDef index() {
    return index;
  }

  public int indexId() {
    return index.id().value();
  }

  public int storageId() {
    return storageId;
  }

  public KeyCodec keyCodec() {
    return keyCodec;
  }

  /** Conditions in SQL are booleans or numbers. */
  private static boolean holds(Object condition) {
    return condition instanceof Number number
        ? number.doubleValue() != 0
        : Boolean.TRUE.equals(condition);
  }

  /** The row's entry, or null when a partial index leaves the row out. */
  public Entry entryOf(Object[] row) {
    if (predicate != null && !holds(predicate.apply(row))) {
      return null;
    }
    int leading = keyOrdinals.length;
    Object[] tuple = new Object[leading + primaryKeyOrdinals.length];
    boolean hasNull = false;
    for (int i = 0; i < leading; i++) {
      tuple[i] = valueOf(row, i);
      hasNull |= tuple[i] == null;
    }
    for (int i = 0; i < primaryKeyOrdinals.length; i++) {
      tuple[leading + i] = row[primaryKeyOrdinals[i]];
    }
    ByteWriter out = new ByteWriter(48);
    keyCodec.encode(out, tuple, leading);
    int prefixLength = out.length();
    for (int i = leading; i < tuple.length; i++) {
      keyCodec.encodePart(out, i, tuple[i]);
    }
    return new Entry(out.copyOfBytes(), prefixLength, hasNull);
  }

  /** The values by which the row is in the index. */
  public Object[] valuesOf(Object[] row) {
    Object[] values = new Object[keyOrdinals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = valueOf(row, i);
    }
    return values;
  }

  private Object valueOf(Object[] row, int part) {
    return keyOrdinals[part] >= 0 ? row[keyOrdinals[part]] : expressions.get(part).apply(row);
  }

  /** Offset in an entry's key at which the primary key's parts begin. */
  public int primaryKeyOffset(byte[] entryKey) {
    ByteReader in = new ByteReader().wrap(entryKey);
    keyCodec.skip(in, 0, keyCodec.leadingParts());
    return in.position();
  }
}
