package io.dolake.sql.exec;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Rows in a temporary file, read once from the start. Each row is the number of its values (4
 * bytes) and the values: a tag byte and what the tag says, big-endian. The file is deleted when
 * closed, and never read by another process.
 */
final class SpillFile implements RowSource {
  private static final int NULL = 0;
  private static final int INTEGER = 1;
  private static final int REAL = 2;
  private static final int TEXT = 3;
  private static final int BLOB = 4;
  private static final int FALSE = 5;
  private static final int TRUE = 6;
  private static final int DECIMAL = 7;
  private static final int DATE = 8;
  private static final int TIME = 9;
  private static final int TIMESTAMP = 10;
  private static final int INSTANT = 11;
  private static final int UUID_TAG = 12;

  private final DataInputStream in;

  private SpillFile(DataInputStream in) {
    this.in = in;
  }

  static SpillFile write(List<Object[]> rows) {
    Path file = null;
    try {
      file = Files.createTempFile("dolake-sort", ".run");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
        for (Object[] row : rows) {
          out.writeInt(row.length);
          for (Object value : row) {
            writeValue(out, value);
          }
        }
      }
      return new SpillFile(
          new DataInputStream(
              new BufferedInputStream(
                  Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE), 1 << 16)));
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private static DoLakeException failed(IOException failure) {
    return new DoLakeException(
        ErrorCode.IO_ERROR,
        "a temporary file of a sort failed: " + failure.getMessage(),
        "Check the space and permissions of the temporary directory.",
        failure);
  }

  @Override
  public Object[] next() {
    try {
      int count;
      try {
        count = in.readInt();
      } catch (EOFException end) {
        return null;
      }
      Object[] row = new Object[count];
      for (int i = 0; i < count; i++) {
        row[i] = readValue();
      }
      return row;
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  private static void writeValue(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Long number) {
      out.writeByte(INTEGER);
      out.writeLong(number);
    } else if (value instanceof Double real) {
      out.writeByte(REAL);
      out.writeDouble(real);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof byte[] bytes) {
      out.writeByte(BLOB);
      writeBytes(out, bytes);
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? TRUE : FALSE);
    } else if (value instanceof BigDecimal decimal) {
      out.writeByte(DECIMAL);
      out.writeInt(decimal.scale());
      writeBytes(out, decimal.unscaledValue().toByteArray());
    } else if (value instanceof UUID uuid) {
      out.writeByte(UUID_TAG);
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else {
      writeTime(out, value);
    }
  }

  private static void writeTime(DataOutputStream out, Object value) throws IOException {
    if (value instanceof LocalDate date) {
      out.writeByte(DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      out.writeByte(TIME);
      out.writeLong(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime timestamp) {
      out.writeByte(TIMESTAMP);
      out.writeLong(timestamp.toEpochSecond(ZoneOffset.UTC));
      out.writeInt(timestamp.getNano());
    } else {
      Instant instant = (Instant) value;
      out.writeByte(INSTANT);
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private Object readValue() throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case NULL -> null;
      case INTEGER -> in.readLong();
      case REAL -> in.readDouble();
      case TEXT -> new String(readBytes(), StandardCharsets.UTF_8);
      case BLOB -> readBytes();
      case FALSE -> false;
      case TRUE -> true;
      case DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(readBytes()), scale);
      }
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case TIMESTAMP -> LocalDateTime.ofEpochSecond(in.readLong(), in.readInt(), ZoneOffset.UTC);
      case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case UUID_TAG -> new UUID(in.readLong(), in.readLong());
      default -> throw new IOException("unknown tag " + tag);
    };
  }

  private byte[] readBytes() throws IOException {
    return in.readNBytes(in.readInt());
  }
}
