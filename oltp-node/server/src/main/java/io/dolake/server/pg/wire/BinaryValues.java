package io.dolake.server.pg.wire;

import io.dolake.sql.types.Values;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Writes values in PostgreSQL's binary format: big-endian; dates count days and timestamps count
 * microseconds from 2000-01-01. Thread-safe.
 */
public final class BinaryValues {
  static final LocalDate EPOCH_DATE = LocalDate.of(2000, 1, 1);
  static final LocalDateTime EPOCH = EPOCH_DATE.atStartOfDay();
  private static final Instant EPOCH_INSTANT = EPOCH.toInstant(ZoneOffset.UTC);

  private BinaryValues() {}

  /**
   * Appends a value, which is not null. Values whose class does not belong to the type (those of
   * columns of no fixed type) are sent as text, as which such columns are described. The integers 1
   * and 0 are booleans where these are asked for.
   */
  public static void write(ByteBuf out, Object value, PgType type, ZoneId zone) {
    if (type.element() != null) {
      ArrayValues.write(out, value, type, zone);
    } else if (value instanceof String text) {
      if (type == PgType.JSONB) {
        out.writeByte(1);
      }
      ByteBufUtil.writeUtf8(out, text);
    } else if (value instanceof Long number && type == PgType.INT8) {
      out.writeLong(number);
    } else if (value instanceof Long number && (type == PgType.INT4 || type == PgType.OID)) {
      out.writeInt(number.intValue());
    } else if (value instanceof Long number && type == PgType.INT2) {
      out.writeShort(number.intValue());
    } else if (value instanceof Double number && type == PgType.FLOAT8) {
      out.writeDouble(number);
    } else if (type == PgType.BOOL) {
      out.writeBoolean(Values.isTrue(value));
    } else if (value instanceof byte[] bytes && type == PgType.BYTEA) {
      out.writeBytes(bytes);
    } else if (value instanceof BigDecimal decimal && type == PgType.NUMERIC) {
      NumericFormat.write(out, decimal);
    } else if (!writeTemporal(out, value, type)) {
      writeOther(out, value, type, zone);
    }
  }

  private static boolean writeTemporal(ByteBuf out, Object value, PgType type) {
    if (value instanceof LocalDate date && type == PgType.DATE) {
      out.writeInt((int) EPOCH_DATE.until(date, ChronoUnit.DAYS));
    } else if (value instanceof LocalTime time && type == PgType.TIME) {
      out.writeLong(time.toNanoOfDay() / 1000);
    } else if (value instanceof LocalDateTime dateTime && type == PgType.TIMESTAMP) {
      out.writeLong(EPOCH.until(dateTime, ChronoUnit.MICROS));
    } else if (value instanceof Instant instant && type == PgType.TIMESTAMPTZ) {
      out.writeLong(EPOCH_INSTANT.until(instant, ChronoUnit.MICROS));
    } else {
      return false;
    }
    return true;
  }

  private static void writeOther(ByteBuf out, Object value, PgType type, ZoneId zone) {
    if (value instanceof java.util.UUID uuid && type == PgType.UUID) {
      out.writeLong(uuid.getMostSignificantBits()).writeLong(uuid.getLeastSignificantBits());
    } else if (value instanceof Number number && type == PgType.FLOAT8) {
      out.writeDouble(number.doubleValue());
    } else if (value instanceof Double real && type == PgType.NUMERIC && !Double.isFinite(real)) {
      NumericFormat.writeSpecial(out, real);
    } else if (value instanceof Number number && type == PgType.NUMERIC) {
      NumericFormat.write(out, new BigDecimal(number.toString()));
    } else {
      TextValues.write(out, value, zone);
    }
  }
}
