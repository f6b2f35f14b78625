package io.dolake.lake.schema;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TemporalValues;
import io.dolake.common.type.TypeKind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Column types of the database and their Iceberg types. The mapping is exact except for ANY, which
 * becomes its text: numbers as SQLite prints them, BLOBs as {@code X'hex'}.
 */
public final class LakeTypes {
  private LakeTypes() {}

  public static Type icebergType(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BooleanType.get();
      case INTEGER -> Types.LongType.get();
      case REAL -> Types.DoubleType.get();
      case DECIMAL -> Types.DecimalType.of(type.precision(), type.scale());
      case TEXT, JSON, ANY -> Types.StringType.get();
      case BLOB -> Types.BinaryType.get();
      case DATE -> Types.DateType.get();
      case TIME -> Types.TimeType.get();
      case TIMESTAMP -> Types.TimestampType.withoutZone();
      case TIMESTAMPTZ -> Types.TimestampType.withZone();
      case UUID -> Types.UUIDType.get();
    };
  }

  /** A value of the type's Java class as Iceberg's transforms and literals expect it. */
  public static Object icebergValue(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN, INTEGER, REAL, TEXT, JSON, UUID -> value;
      case DECIMAL -> ((BigDecimal) value).setScale(type.scale());
      case BLOB -> ByteBuffer.wrap((byte[]) value);
      case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
      case TIME -> TemporalValues.microsOfDay((LocalTime) value);
      case TIMESTAMP -> TemporalValues.epochMicros((LocalDateTime) value);
      case TIMESTAMPTZ -> TemporalValues.epochMicros((Instant) value);
      case ANY -> AnyText.of(value);
    };
  }

  /** Whether a column of this type may be part of Iceberg's identifier of a row. */
  static boolean canIdentify(ColumnType type) {
    return type.kind() != TypeKind.REAL;
  }
}
