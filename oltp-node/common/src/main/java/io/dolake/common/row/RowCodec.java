package io.dolake.common.row;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.nio.ByteBuffer;

/** Encodes rows of one version of a table. Immutable, thread-safe. */
public final class RowCodec {
  private final String tableName;
  private final int schemaVersion;
  private final ColumnType[] types;
  private final String[] names;

  private RowCodec(TableDef table) {
    tableName = table.name();
    schemaVersion = table.schemaVersion();
    types = table.columns().stream().map(ColumnDef::type).toArray(ColumnType[]::new);
    names = table.columns().stream().map(ColumnDef::name).toArray(String[]::new);
  }

  public static RowCodec of(TableDef table) {
    return new RowCodec(table);
  }

  /**
   * Appends a row given in column order; values have the Java class of their column's type, null is
   * SQL NULL. DATATYPE_MISMATCH or NUMERIC_OUT_OF_RANGE name the column that cannot hold its value.
   */
  public void encode(Object[] row, ByteWriter out) {
    if (row.length != types.length) {
      throw new IllegalArgumentException(
          row.length + " values for the " + types.length + " columns of " + tableName);
    }
    out.putVarint(schemaVersion);
    for (int i = 0; i < types.length; i++) {
      try {
        AvroValues.write(out, types[i], row[i]);
      } catch (DoLakeException e) {
        throw new DoLakeException(
            e.code(), tableName + "." + names[i] + ": " + e.getMessage(), null, e);
      }
    }
  }

  public byte[] encode(Object[] row) {
    ByteWriter out = new ByteWriter();
    encode(row, out);
    return out.copyOfBytes();
  }

  /** The version of the table that the row was written with. */
  public static int schemaVersionOf(byte[] row) {
    return readSchemaVersion(new ByteReader().wrap(row));
  }

  /** Likewise, from the buffer's position; does not move it. */
  public static int schemaVersionOf(ByteBuffer row) {
    return readSchemaVersion(new ByteReader().wrap(row));
  }

  static int readSchemaVersion(ByteReader in) {
    long version = in.readVarint();
    if (version < 1 || version > Integer.MAX_VALUE) {
      throw new DoLakeException(
          ErrorCode.ROW_DAMAGED,
          "a row of schema version " + version,
          "Run verify on the shard; restore it from a backup if it reports damage.");
    }
    return (int) version;
  }
}
