package io.dolake.common.row;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TemporalValues;
import io.dolake.common.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** Single column values in Avro binary: a union of null and the column's type. */
public final class AvroValues {
  /** Branches of the union that every column is; ANY continues with its own below. */
  static final int NULL_BRANCH = 0;

  static final int VALUE_BRANCH = 1;

  static final int ANY_BOOLEAN = 1;
  static final int ANY_LONG = 2;
  static final int ANY_DOUBLE = 3;
  static final int ANY_STRING = 4;
  static final int ANY_BYTES = 5;

  private AvroValues() {}

  /**
   * Appends a value of the type's Java class, or null. DATATYPE_MISMATCH for another class,
   * NUMERIC_OUT_OF_RANGE for a decimal with more digits than the type.
   */
  public static void write(ByteWriter out, ColumnType type, Object value) {
    if (value == null) {
      out.putByte(NULL_BRANCH);
      return;
    }
    try {
      if (type.kind() == TypeKind.ANY) {
        writeAny(out, value);
      } else {
        out.putByte(VALUE_BRANCH << 1);
        writeTyped(out, type, value);
      }
    } catch (ClassCastException e) {
      throw new DoLakeException(
          ErrorCode.DATATYPE_MISMATCH,
          "a column of type " + type + " cannot hold a " + value.getClass().getSimpleName(),
          null,
          e);
    }
  }

  private static void writeTyped(ByteWriter out, ColumnType type, Object value) {
    switch (type.kind()) {
      case BOOLEAN -> out.putByte((Boolean) value ? 1 : 0);
      case INTEGER -> out.putZigZag((Long) value);
      case REAL -> writeDouble(out, (Double) value);
      case DECIMAL -> writeDecimal(out, type, (BigDecimal) value);
      case TEXT, JSON -> out.putText((String) value);
      case BLOB -> writeBytes(out, (byte[]) value);
      case DATE -> out.putZigZag(((LocalDate) value).toEpochDay());
      case TIME -> out.putZigZag(TemporalValues.microsOfDay((LocalTime) value));
      case TIMESTAMP -> out.putZigZag(TemporalValues.epochMicros((LocalDateTime) value));
      case TIMESTAMPTZ -> out.putZigZag(TemporalValues.epochMicros((Instant) value));
      case UUID -> {
        out.putLong(((UUID) value).getMostSignificantBits());
        out.putLong(((UUID) value).getLeastSignificantBits());
      }
      case ANY -> throw new IllegalStateException("ANY has its own union");
    }
  }

  private static void writeAny(ByteWriter out, Object value) {
    if (value instanceof Long number) {
      out.putByte(ANY_LONG << 1).putZigZag(number);
    } else if (value instanceof String text) {
      out.putByte(ANY_STRING << 1).putText(text);
    } else if (value instanceof Double number) {
      writeDouble(out.putByte(ANY_DOUBLE << 1), number);
    } else if (value instanceof Boolean flag) {
      out.putByte(ANY_BOOLEAN << 1).putByte(flag ? 1 : 0);
    } else {
      byte[] bytes = (byte[]) value;
      writeBytes(out.putByte(ANY_BYTES << 1), bytes);
    }
  }

  private static void writeDouble(ByteWriter out, double value) {
    out.putLong(Long.reverseBytes(Double.doubleToLongBits(value)));
  }

  private static void writeBytes(ByteWriter out, byte[] value) {
    out.putZigZag(value.length).putBytes(value);
  }

  private static void writeDecimal(ByteWriter out, ColumnType type, BigDecimal value) {
    BigDecimal stored = value;
    if (stored.scale() != type.scale()) {
      try {
        stored = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
      } catch (ArithmeticException e) {
        throw outOfRange(type, value, e);
      }
    }
    if (stored.precision() > type.precision()) {
      throw outOfRange(type, value, null);
    }
    writeBytes(out, stored.unscaledValue().toByteArray());
  }

  private static DoLakeException outOfRange(ColumnType type, BigDecimal value, Throwable cause) {
    return new DoLakeException(
        ErrorCode.NUMERIC_OUT_OF_RANGE, value + " does not fit " + type, null, cause);
  }

  /** Reads a value written by {@link #write}; ROW_DAMAGED if the bytes are none. */
  public static Object read(ByteReader in, ColumnType type) {
    int branch = in.readByte();
    if (branch == NULL_BRANCH) {
      return null;
    }
    if (type.kind() == TypeKind.ANY) {
      return readAny(in, branch >> 1);
    }
    requireBranch(branch == VALUE_BRANCH << 1, branch, in);
    return switch (type.kind()) {
      case BOOLEAN -> in.readByte() != 0;
      case INTEGER -> in.readZigZag();
      case REAL -> Double.longBitsToDouble(in.readLongLowFirst());
      case DECIMAL -> readDecimal(in, type);
      case TEXT, JSON -> in.readUtf8(in.readLength());
      case BLOB -> in.readBytes(in.readLength());
      case DATE -> LocalDate.ofEpochDay(in.readZigZag());
      case TIME -> TemporalValues.timeOfMicros(in.readZigZag());
      case TIMESTAMP -> TemporalValues.dateTimeOfMicros(in.readZigZag());
      case TIMESTAMPTZ -> TemporalValues.instantOfMicros(in.readZigZag());
      case UUID -> new UUID(in.readHighFirst(8), in.readHighFirst(8));
      case ANY -> throw new IllegalStateException("ANY has its own union");
    };
  }

  private static Object readAny(ByteReader in, int branch) {
    return switch (branch) {
      case ANY_BOOLEAN -> in.readByte() != 0;
      case ANY_LONG -> in.readZigZag();
      case ANY_DOUBLE -> Double.longBitsToDouble(in.readLongLowFirst());
      case ANY_STRING -> in.readUtf8(in.readLength());
      case ANY_BYTES -> in.readBytes(in.readLength());
      default -> throw unknownBranch(branch, in);
    };
  }

  private static BigDecimal readDecimal(ByteReader in, ColumnType type) {
    int length = in.readLength();
    if (length > 0 && length <= 8) {
      int shift = 64 - 8 * length;
      return BigDecimal.valueOf(in.readHighFirst(length) << shift >> shift, type.scale());
    }
    requireBranch(length > 0, length, in);
    return new BigDecimal(new BigInteger(in.readBytes(length)), type.scale());
  }

  /** Moves past a value without making an object of it. */
  public static void skip(ByteReader in, ColumnType type) {
    int branch = in.readByte();
    if (branch == NULL_BRANCH) {
      return;
    }
    if (type.kind() == TypeKind.ANY) {
      skipAny(in, branch >> 1);
      return;
    }
    requireBranch(branch == VALUE_BRANCH << 1, branch, in);
    switch (type.kind()) {
      case BOOLEAN -> in.skip(1);
      case INTEGER, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> in.skipVarint();
      case REAL -> in.skip(8);
      case DECIMAL, TEXT, JSON, BLOB -> in.skip(in.readLength());
      case UUID -> in.skip(16);
      case ANY -> throw new IllegalStateException("ANY has its own union");
    }
  }

  private static void skipAny(ByteReader in, int branch) {
    switch (branch) {
      case ANY_BOOLEAN -> in.skip(1);
      case ANY_LONG -> in.skipVarint();
      case ANY_DOUBLE -> in.skip(8);
      case ANY_STRING, ANY_BYTES -> in.skip(in.readLength());
      default -> throw unknownBranch(branch, in);
    }
  }

  private static void requireBranch(boolean valid, int found, ByteReader in) {
    if (!valid) {
      throw unknownBranch(found, in);
    }
  }

  private static DoLakeException unknownBranch(int found, ByteReader in) {
    return new DoLakeException(
        ErrorCode.ROW_DAMAGED,
        "unexpected " + found + " in a row before byte " + in.position(),
        "Run verify on the shard; restore it from a backup if it reports damage.");
  }
}
