package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.netty.buffer.ByteBuf;

/** Reads the fields of client messages; a field that runs past the message is an error. */
public final class FrontendReader {
  private FrontendReader() {}

  /** A zero-terminated UTF-8 string. */
  public static String cString(ByteBuf in) {
    int length = in.bytesBefore((byte) 0);
    if (length < 0) {
      throw malformed("a string without end");
    }
    String text = length == 0 ? "" : ParameterReader.utf8(in, length);
    in.skipBytes(1);
    return text;
  }

  public static int int32(ByteBuf in) {
    requireReadable(in, 4);
    return in.readInt();
  }

  /** An unsigned int16 that counts entries of at least {@code entryBytes} each. */
  public static int count(ByteBuf in, int entryBytes) {
    requireReadable(in, 2);
    int count = in.readUnsignedShort();
    requireReadable(in, (long) count * entryBytes);
    return count;
  }

  public static short[] formatCodes(ByteBuf in) {
    short[] codes = new short[count(in, 2)];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = in.readShort();
    }
    return codes;
  }

  /** Length of a value that follows, or -1 for NULL. */
  public static int valueLength(ByteBuf in) {
    int length = int32(in);
    if (length < -1) {
      throw malformed("a negative length");
    }
    requireReadable(in, length);
    return length;
  }

  public static byte byteField(ByteBuf in) {
    requireReadable(in, 1);
    return in.readByte();
  }

  /** Throws unless the message was read to its end. */
  public static void requireEnd(ByteBuf in) {
    if (in.isReadable()) {
      throw malformed(in.readableBytes() + " bytes too many");
    }
  }

  private static void requireReadable(ByteBuf in, long bytes) {
    if (in.readableBytes() < bytes) {
      throw malformed("an end too early");
    }
  }

  private static DoLakeException malformed(String what) {
    return new DoLakeException(ErrorCode.PROTOCOL_VIOLATION, "client message has " + what);
  }
}
