package io.dolake.server.pg.copy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.server.pg.statement.CopyOptions;
import io.dolake.server.pg.statement.CopyOptions.Format;
import io.dolake.server.pg.wire.ParameterReader;
import io.dolake.server.pg.wire.PgType;
import io.dolake.sql.BulkLoad;
import java.time.ZoneId;
import java.util.List;

/**
 * Makes rows of COPY data and adds them to a bulk load. Errors name the row. Used by one thread at
 * a time.
 */
public final class CopyParser implements CopyRowSink {
  private final BulkLoad load;
  private final String table;
  private final ZoneId zone;
  private final PgType[] types;
  private final Object[] row;
  private final CopyLines lines;
  private final CopyBinaryParser binary;
  private long rows;

  public CopyParser(CopyOptions options, BulkLoad load, String table, ZoneId zone) {
    this.load = load;
    this.table = table;
    this.zone = zone;
    List<ColumnType> columnTypes = load.columnTypes();
    types = columnTypes.stream().map(PgType::of).toArray(PgType[]::new);
    row = new Object[types.length];
    lines =
        switch (options.format()) {
          case TEXT -> new CopyTextParser(options, this);
          case CSV -> new CopyCsvParser(options, this);
          case BINARY -> null;
        };
    binary = options.format() == Format.BINARY ? new CopyBinaryParser(this, types) : null;
  }

  /** Takes the next bytes of the data, cut anywhere. */
  public void accept(byte[] data, int length) {
    if (lines != null) {
      lines.accept(data, length);
    } else {
      binary.accept(data, length);
    }
  }

  /** The data is complete. */
  public void finish() {
    if (lines != null) {
      lines.finish();
    } else {
      binary.finish();
    }
  }

  /** Rows added so far. */
  public long rows() {
    return rows;
  }

  @Override
  public void textRow(String[] fields, int count) {
    if (count != row.length) {
      throw inRow(
          new DoLakeException(
              ErrorCode.BAD_COPY_FORMAT,
              count < row.length
                  ? "data is missing for column " + (count + 1) + " of " + row.length
                  : "there is extra data after the last of " + row.length + " columns"));
    }
    try {
      for (int i = 0; i < count; i++) {
        row[i] = fields[i] == null ? null : ParameterReader.text(fields[i], types[i], zone);
      }
      add(row);
    } catch (DoLakeException e) {
      throw inRow(e);
    }
  }

  void binaryRow(Object[] values) {
    try {
      add(values);
    } catch (DoLakeException e) {
      throw inRow(e);
    }
  }

  private void add(Object[] values) {
    load.add(values);
    rows++;
  }

  DoLakeException inRow(DoLakeException error) {
    return new DoLakeException(
        error.code(),
        error.getMessage() + " (COPY " + table + ", row " + (rows + 1) + ")",
        error.hint().orElse(null),
        error);
  }
}
