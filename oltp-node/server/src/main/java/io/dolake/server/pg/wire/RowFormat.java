package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** Which columns of a result, or which parameters, are in binary format. Immutable. */
public final class RowFormat {
  public static final RowFormat TEXT = new RowFormat(new short[0]);

  private final short[] codes;

  private RowFormat(short[] codes) {
    this.codes = codes;
  }

  /**
   * @param codes none (all text), one for all, or one each: 0 is text, 1 binary; not copied
   */
  public static RowFormat of(short[] codes) {
    for (short code : codes) {
      if (code != 0 && code != 1) {
        throw new DoLakeException(
            ErrorCode.PROTOCOL_VIOLATION, "format code " + code + " is neither text nor binary");
      }
    }
    return codes.length == 0 ? TEXT : new RowFormat(codes);
  }

  public boolean isBinary(int index) {
    if (codes.length == 0) {
      return false;
    }
    return codes[codes.length == 1 ? 0 : index] == 1;
  }

  /** Throws unless there is a code for each of {@code count} values. */
  public void requireFits(int count, String what) {
    if (codes.length > 1 && codes.length != count) {
      throw new DoLakeException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message has "
              + codes.length
              + " "
              + what
              + " formats but "
              + count
              + " are needed");
    }
  }
}
