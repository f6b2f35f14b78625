package io.dolake.cli.lake;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** DuckDB's names for Iceberg's types. */
final class DuckDbTypes {
  private DuckDbTypes() {}

  /**
   * Text that DuckDB casts to a value.
   *
   * @param value in Iceberg's form
   */
  static String text(Type type, Object value) {
    if (value instanceof ByteBuffer bytes) {
      StringBuilder text = new StringBuilder();
      for (int i = bytes.position(); i < bytes.limit(); i++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", bytes.get(i)));
      }
      return text.toString();
    }
    return Transforms.identity().toHumanString(type, value);
  }

  static String of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
      case STRING -> "VARCHAR";
      case UUID -> "UUID";
      case FIXED, BINARY -> "BLOB";
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
      }
      default -> throw new IllegalArgumentException("no analytical type for " + type);
    };
  }
}
