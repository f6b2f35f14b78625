package io.dolake.common.row;

import io.dolake.common.buffer.ByteReader;
import java.nio.ByteBuffer;

/**
 * A row seen through its bytes: a column is decoded when it is asked for, and fields are passed
 * over at most once. Reused from row to row by one thread; the wrapped bytes must stay valid and
 * unchanged while it is used.
 */
public final class RowView {
  private static final int NOT_STORED = -1;

  private final RowDecoder decoder;
  private final ByteReader in = new ByteReader();
  private RowProjection projection;
  private int[] fieldPositions = {};

  /** Number of leading fields whose start is known. */
  private int fieldsLocated;

  public RowView(RowDecoder decoder) {
    this.decoder = decoder;
  }

  public RowView wrap(byte[] row) {
    return wrap(row, 0, row.length);
  }

  public RowView wrap(byte[] bytes, int offset, int length) {
    in.wrap(bytes, offset, length);
    return start();
  }

  /** Views the buffer's bytes from its position; does not move it. */
  public RowView wrap(ByteBuffer row) {
    in.wrap(row);
    return start();
  }

  private RowView start() {
    projection = decoder.projectionFor(RowCodec.readSchemaVersion(in));
    int fieldCount = projection.writerTypes.length;
    if (fieldPositions.length < fieldCount) {
      fieldPositions = new int[fieldCount];
    }
    if (fieldCount > 0) {
      fieldPositions[0] = in.position();
    }
    fieldsLocated = 1;
    return this;
  }

  /** Value of the column at this position of the decoder's version of the table. */
  public Object value(int ordinal) {
    int field = projection.sources[ordinal];
    if (field == NOT_STORED) {
      return projection.defaults[ordinal];
    }
    locate(field);
    in.position(fieldPositions[field]);
    return projection.convert(field, AvroValues.read(in, projection.writerTypes[field]));
  }

  private void locate(int field) {
    if (field < fieldsLocated) {
      return;
    }
    in.position(fieldPositions[fieldsLocated - 1]);
    while (fieldsLocated <= field) {
      AvroValues.skip(in, projection.writerTypes[fieldsLocated - 1]);
      fieldPositions[fieldsLocated++] = in.position();
    }
  }

  /** All columns that the decoder selects, in column order. */
  public Object[] copyOfValues() {
    Object[] row = new Object[projection.columnCount()];
    in.position(fieldPositions[0]);
    projection.read(in, row);
    return row;
  }
}
