package io.dolake.lake.parquet;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.row.AvroValues;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.schema.AnyText;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Moves stored values of one column to its Parquet column. */
abstract class ColumnSink {
  /** A stored NULL; other bytes name the branch of the union with the value. */
  private static final int NULL_BRANCH = 0;

  private static final int MAX_INT_DIGITS = 9;
  private static final int MAX_LONG_DIGITS = 18;

  private final String name;
  private final ColumnDescriptor descriptor;
  private final int valueLevel;
  private ColumnWriter writer;

  private ColumnSink(String name, ColumnDescriptor descriptor) {
    this.name = name;
    this.descriptor = descriptor;
    this.valueLevel = descriptor.getMaxDefinitionLevel();
  }

  static ColumnSink of(TableDef table, ColumnDef column, ColumnDescriptor descriptor) {
    String name = table.name() + "." + column.name();
    ColumnType type = column.type();
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanSink(name, descriptor);
      case INTEGER, TIME, TIMESTAMP, TIMESTAMPTZ -> new LongSink(name, descriptor);
      case DATE -> new IntSink(name, descriptor);
      case REAL -> new DoubleSink(name, descriptor);
      case DECIMAL -> new DecimalSink(name, descriptor, type);
      case TEXT, JSON, BLOB -> new BytesSink(name, descriptor);
      case UUID -> new UuidSink(name, descriptor);
      case ANY -> new AnySink(name, descriptor);
    };
  }

  void turnTo(ColumnWriteStore store) {
    writer = store.getColumnWriter(descriptor);
  }

  /** Writes the value the reader stands at and moves past it. */
  final void write(ByteReader in) {
    int branch = in.peekByte();
    if (branch != NULL_BRANCH) {
      writeValue(in, writer, valueLevel);
      return;
    }
    in.skip(1);
    if (valueLevel == 0) {
      throw new DoLakeException(
          ErrorCode.NOT_NULL_VIOLATION, "NULL in " + name + ", which is part of the key");
    }
    writer.writeNull(0, 0);
  }

  /** Writes a non-null value, whose branch is still to be read. */
  abstract void writeValue(ByteReader in, ColumnWriter to, int level);

  private static final class BooleanSink extends ColumnSink {
    BooleanSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(in.readByte() != 0, 0, level);
    }
  }

  private static final class LongSink extends ColumnSink {
    LongSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(in.readZigZag(), 0, level);
    }
  }

  private static final class IntSink extends ColumnSink {
    IntSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(Math.toIntExact(in.readZigZag()), 0, level);
    }
  }

  private static final class DoubleSink extends ColumnSink {
    DoubleSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(Double.longBitsToDouble(in.readLongLowFirst()), 0, level);
    }
  }

  private static final class BytesSink extends ColumnSink {
    BytesSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(Binary.fromConstantByteArray(in.readBytes(in.readLength())), 0, level);
    }
  }

  private static final class UuidSink extends ColumnSink {
    UuidSink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      to.write(Binary.fromConstantByteArray(in.readBytes(2 * Long.BYTES)), 0, level);
    }
  }

  /** Two's complement in as many bytes as needed becomes an integer or a fixed number of bytes. */
  private static final class DecimalSink extends ColumnSink {
    private final int precision;
    private final int fixedLength;

    DecimalSink(String name, ColumnDescriptor descriptor, ColumnType type) {
      super(name, descriptor);
      precision = type.precision();
      fixedLength = descriptor.getPrimitiveType().getTypeLength();
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      in.skip(1);
      byte[] unscaled = in.readBytes(in.readLength());
      if (precision <= MAX_INT_DIGITS) {
        to.write(new BigInteger(unscaled).intValueExact(), 0, level);
      } else if (precision <= MAX_LONG_DIGITS) {
        to.write(new BigInteger(unscaled).longValueExact(), 0, level);
      } else {
        byte[] fixed = new byte[fixedLength];
        int padding = fixedLength - unscaled.length;
        Arrays.fill(fixed, 0, padding, (byte) (unscaled[0] < 0 ? -1 : 0));
        System.arraycopy(unscaled, 0, fixed, padding, unscaled.length);
        to.write(Binary.fromConstantByteArray(fixed), 0, level);
      }
    }
  }

  private static final class AnySink extends ColumnSink {
    private static final ColumnType TYPE = new ColumnType(TypeKind.ANY, 0, 0);

    AnySink(String name, ColumnDescriptor descriptor) {
      super(name, descriptor);
    }

    @Override
    void writeValue(ByteReader in, ColumnWriter to, int level) {
      to.write(Binary.fromString(AnyText.of(AvroValues.read(in, TYPE))), 0, level);
    }
  }
}
