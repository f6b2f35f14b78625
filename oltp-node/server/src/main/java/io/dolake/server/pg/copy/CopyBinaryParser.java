package io.dolake.server.pg.copy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.wire.ParameterReader;
import io.dolake.server.pg.wire.PgType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * COPY's binary format, big-endian:
 *
 * <pre>
 * "PGCOPY\n\377\r\n\0" | int32 flags | int32 length of extension | extension
 * per row: int16 field count (-1 ends the data) | per field: int32 length (-1 is NULL) | bytes
 * </pre>
 */
final class CopyBinaryParser {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int HEADER_BYTES = SIGNATURE.length + 8;
  private static final int CRITICAL_FLAGS = 0xffff0000;
  private static final int MAX_ROW_BYTES = 64 << 20;

  private final CopyParser parser;
  private final PgType[] types;
  private final Object[] row;
  private byte[] pending = new byte[0];
  private boolean headerRead;
  private boolean ended;

  CopyBinaryParser(CopyParser parser, PgType[] types) {
    this.parser = parser;
    this.types = types;
    this.row = new Object[types.length];
  }

  void accept(byte[] data, int length) {
    byte[] bytes = Arrays.copyOf(pending, pending.length + length);
    System.arraycopy(data, 0, bytes, pending.length, length);
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    if (!headerRead && !readHeader(in)) {
      pending = bytes;
      return;
    }
    while (!ended && hasWholeRow(in)) {
      readRow(in);
    }
    pending = Arrays.copyOfRange(bytes, in.readerIndex(), bytes.length);
    if (pending.length > MAX_ROW_BYTES) {
      throw bad("a row longer than " + MAX_ROW_BYTES + " bytes");
    }
  }

  void finish() {
    if (!ended && (pending.length > 0 || !headerRead)) {
      throw bad("an end too early");
    }
  }

  private boolean readHeader(ByteBuf in) {
    if (in.readableBytes() < HEADER_BYTES) {
      return false;
    }
    int extension = in.getInt(SIGNATURE.length + 4);
    if (!in.slice(0, SIGNATURE.length).equals(Unpooled.wrappedBuffer(SIGNATURE))
        || (in.getInt(SIGNATURE.length) & CRITICAL_FLAGS) != 0
        || extension < 0
        || extension > MAX_ROW_BYTES) {
      throw bad("a header that is not PostgreSQL's");
    }
    if (in.readableBytes() < HEADER_BYTES + extension) {
      return false;
    }
    in.skipBytes(HEADER_BYTES + extension);
    headerRead = true;
    return true;
  }

  private boolean hasWholeRow(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    if (end - at < 2) {
      return false;
    }
    int count = in.getShort(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      if (end - at < 4) {
        return false;
      }
      int length = in.getInt(at);
      if (length < -1) {
        throw bad("a negative length");
      }
      at += 4;
      if (length > end - at) {
        return false;
      }
      at += Math.max(0, length);
    }
    return true;
  }

  private void readRow(ByteBuf in) {
    int count = in.readShort();
    if (count == -1) {
      ended = true;
      in.skipBytes(in.readableBytes());
      return;
    }
    if (count != types.length) {
      throw bad(count + " fields where " + types.length + " are needed");
    }
    for (int i = 0; i < count; i++) {
      int length = in.readInt();
      row[i] = length < 0 ? null : ParameterReader.binary(in, length, types[i]);
    }
    parser.binaryRow(row);
  }

  private DoLakeException bad(String what) {
    return parser.inRow(
        new DoLakeException(ErrorCode.BAD_COPY_FORMAT, "binary COPY data has " + what));
  }
}
