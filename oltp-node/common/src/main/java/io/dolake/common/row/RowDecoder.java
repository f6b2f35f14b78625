package io.dolake.common.row;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Decodes rows of any earlier version of a table to one version, compiling a projection per version
 * it meets. Thread-safe.
 */
public final class RowDecoder {
  private final TableDef reader;
  private final IntFunction<Optional<TableDef>> versions;
  private final int[] ordinals;
  private final RowProjection ownVersion;
  private final Map<Integer, RowProjection> otherVersions = new ConcurrentHashMap<>();

  private RowDecoder(TableDef reader, IntFunction<Optional<TableDef>> versions, int[] ordinals) {
    this.reader = reader;
    this.versions = versions;
    this.ordinals = ordinals;
    this.ownVersion = RowProjection.compile(reader, reader, ordinals);
  }

  /**
   * Decodes to all columns of {@code reader}.
   *
   * @param versions finds the table as it was at a schema version
   */
  public static RowDecoder of(TableDef reader, IntFunction<Optional<TableDef>> versions) {
    return new RowDecoder(reader, versions, IntStream.range(0, reader.columns().size()).toArray());
  }

  /** Decodes to all columns of the table as it is in the catalog. */
  public static RowDecoder of(TableDef reader, Catalog catalog) {
    return of(reader, version -> catalog.tableVersion(reader.id(), version));
  }

  /** The same, leaving all columns but those at these ordinals undecoded. */
  public RowDecoder selecting(int... selectedOrdinals) {
    return new RowDecoder(reader, versions, selectedOrdinals.clone());
  }

  /** The version of the table that rows are decoded to. */
  public TableDef reader() {
    return reader;
  }

  public Object[] decode(byte[] row) {
    return decode(new ByteReader().wrap(row));
  }

  public Object[] decode(byte[] bytes, int offset, int length) {
    return decode(new ByteReader().wrap(bytes, offset, length));
  }

  /** Decodes from the buffer's position; does not move it. */
  public Object[] decode(ByteBuffer row) {
    return decode(new ByteReader().wrap(row));
  }

  private Object[] decode(ByteReader in) {
    Object[] row = new Object[reader.columns().size()];
    decode(in, row);
    return row;
  }

  /**
   * Decodes into an array in the reader's column order, leaving columns that were not selected as
   * they are. ROW_DAMAGED if the bytes are no row, SCHEMA_VERSION_UNKNOWN if its version is not
   * known.
   */
  public void decode(ByteReader in, Object[] row) {
    projectionFor(RowCodec.readSchemaVersion(in)).read(in, row);
  }

  RowProjection projectionFor(int schemaVersion) {
    if (schemaVersion == reader.schemaVersion()) {
      return ownVersion;
    }
    RowProjection known = otherVersions.get(schemaVersion);
    return known != null ? known : otherVersions.computeIfAbsent(schemaVersion, this::compile);
  }

  private RowProjection compile(int schemaVersion) {
    TableDef writer =
        versions
            .apply(schemaVersion)
            .orElseThrow(
                () ->
                    new DoLakeException(
                        ErrorCode.SCHEMA_VERSION_UNKNOWN,
                        "table " + reader.name() + " has no schema version " + schemaVersion));
    return RowProjection.compile(writer, reader, ordinals);
  }
}
