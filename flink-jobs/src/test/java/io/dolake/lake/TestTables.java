package io.dolake.lake;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Definitions of tables for tests. */
final class TestTables {
  private TestTables() {}

  /** A table whose first column is its key. */
  static TableDef table(int id, int version, String name, ColumnDef... columns) {
    return new TableDef(
        new TableId(id),
        version,
        TableDef.DEFAULT_SCHEMA,
        name,
        List.of(columns),
        List.of(KeyColumn.ascending(columns[0].id())),
        List.of(),
        List.of(),
        List.of(columns).stream().mapToInt(ColumnDef::id).max().getAsInt(),
        "CREATE TABLE " + name,
        "");
  }

  static ColumnDef column(int id, String name, ColumnType type) {
    return ColumnDef.of(id, name, type, true);
  }

  static ColumnDef key(int id, String name, ColumnType type) {
    return ColumnDef.of(id, name, type, false);
  }

  /** The column with a value for the rows from before it. */
  static ColumnDef withDefault(ColumnDef column, Object value) {
    return new ColumnDef(
        column.id(),
        column.name(),
        column.type(),
        column.declaredType(),
        column.nullable(),
        "'" + value + "'",
        value,
        null,
        false,
        column.collation(),
        false,
        false,
        "");
  }

  /** The row with one more value. */
  static Object[] append(Object[] row, Object value) {
    Object[] longer = Arrays.copyOf(row, row.length + 1);
    longer[row.length] = value;
    return longer;
  }

  /** A row of random values; null is among them, but for the key. */
  static Object[] randomRow(TableDef table, Random random) {
    Object[] row = new Object[table.columns().size()];
    for (int i = 0; i < row.length; i++) {
      ColumnDef column = table.columns().get(i);
      boolean isNull = column.nullable() && random.nextInt(8) == 0;
      row[i] = isNull ? null : randomValue(column.type(), random);
    }
    return row;
  }

  /** A row with NULL everywhere but in the key. */
  static Object[] nullRow(TableDef table, Random random) {
    Object[] row = new Object[table.columns().size()];
    row[0] = randomValue(table.columns().get(0).type(), random);
    return row;
  }

  static Object randomValue(ColumnType type, Random random) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextLong();
      case REAL -> random.nextGaussian();
      case DECIMAL ->
          new BigDecimal(
              new BigInteger(type.precision() * 3, random)
                  .mod(BigInteger.TEN.pow(type.precision()))
                  .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
              type.scale());
      case TEXT -> "text " + random.nextInt(1000);
      case BLOB -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 10_000);
      case TIME -> LocalTime.ofSecondOfDay(random.nextInt(86_400)).plusNanos(123_000);
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              random.nextInt(100_000_000) - 10_000_000L, 456_000, ZoneOffset.UTC);
      case TIMESTAMPTZ -> Instant.ofEpochSecond(random.nextInt(2_000_000_000), 789_000);
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case JSON -> "{\"n\":" + random.nextInt() + "}";
      case ANY ->
          switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> "any";
            case 2 -> new byte[] {1, 2, (byte) 255};
            default -> random.nextDouble();
          };
    };
  }
}
