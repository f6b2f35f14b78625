package io.dolake.lake.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Unsigned integers in 7-bit groups, low group first, the high bit of a byte meaning "more". */
public final class VarInts {
  private VarInts() {}

  public static void write(int value, DataOutput target) throws IOException {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      target.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    target.writeByte(rest);
  }

  public static int read(DataInput source) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = source.readUnsignedByte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("variable-length integer of more than 5 bytes");
  }
}
