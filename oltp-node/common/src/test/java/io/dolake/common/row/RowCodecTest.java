package io.dolake.common.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.SeededValues;
import io.dolake.common.TestTables;
import io.dolake.common.buffer.ByteReader;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCodecTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void rowsComeBackFromArraysAndDirectBuffersWholeAndByColumn(long seed) {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 1_000; round++) {
      TableDef table = randomTable(values);
      Object[] row = randomRow(values, table);
      byte[] bytes = RowCodec.of(table).encode(row);
      RowDecoder decoder = RowDecoder.of(table, version -> Optional.empty());
      assertThat(RowCodec.schemaVersionOf(bytes)).isEqualTo(1);
      assertThat(decoder.decode(bytes)).as("seed %d round %d", seed, round).isEqualTo(row);
      assertThat(decoder.decode(direct(bytes))).isEqualTo(row);

      RowView view = new RowView(decoder).wrap(direct(bytes));
      for (int i = 0; i < row.length; i++) {
        int ordinal = values.random().nextInt(row.length);
        assertThat(view.value(ordinal)).isEqualTo(row[ordinal]);
      }
      assertThat(view.copyOfValues()).isEqualTo(row);
      assertThat(view.wrap(bytes).copyOfValues()).isEqualTo(row);

      int chosen = values.random().nextInt(row.length);
      Object[] expected = new Object[row.length];
      expected[chosen] = row[chosen];
      assertThat(decoder.selecting(chosen).decode(bytes)).isEqualTo(expected);
    }
  }

  @Test
  void oldRowsAreReadWithAddedDroppedWidenedAndReorderedColumns() {
    TableDef first =
        TestTables.version(
            1,
            List.of(
                column(1, "id", ColumnType.INTEGER, null),
                column(2, "dropped", ColumnType.TEXT, null),
                column(3, "price", ColumnType.decimal(6, 2), null),
                column(4, "day", ColumnType.DATE, null)),
            4);
    TableDef second =
        TestTables.version(
            2,
            List.of(
                column(5, "added", ColumnType.TEXT, "new"),
                column(4, "day", ColumnType.TIMESTAMP, null),
                column(1, "key", ColumnType.INTEGER, null),
                column(3, "price", ColumnType.decimal(12, 4), null),
                column(6, "empty", ColumnType.REAL, null)),
            6);
    byte[] old =
        RowCodec.of(first)
            .encode(new Object[] {9L, "x", new BigDecimal("1.25"), LocalDate.of(2026, 1, 2)});
    Map<Integer, TableDef> versions = Map.of(1, first, 2, second);
    RowDecoder decoder = RowDecoder.of(second, v -> Optional.ofNullable(versions.get(v)));

    Object[] reused = {1, 2, 3, 4, 5};
    decoder.decode(new ByteReader().wrap(old), reused);
    assertThat(reused)
        .containsExactly(
            "new", LocalDate.of(2026, 1, 2).atStartOfDay(), 9L, new BigDecimal("1.2500"), null);
    RowView view = new RowView(decoder).wrap(old);
    assertThat(view.value(3)).isEqualTo(new BigDecimal("1.2500"));
    assertThat(view.value(0)).isEqualTo("new");
    assertThat(view.value(4)).isNull();
    assertThat(view.value(1)).isEqualTo(LocalDate.of(2026, 1, 2).atStartOfDay());
  }

  @Test
  void narrowingIsNoWidening() {
    assertThat(RowConversion.isWidening(ColumnType.INTEGER, ColumnType.decimal(18, 0))).isFalse();
    assertThat(RowConversion.isWidening(ColumnType.INTEGER, ColumnType.decimal(19, 0))).isTrue();
    assertThat(RowConversion.isWidening(ColumnType.decimal(10, 2), ColumnType.decimal(10, 3)))
        .isFalse();
    assertThat(RowConversion.isWidening(ColumnType.TEXT, ColumnType.INTEGER)).isFalse();
    assertThat(RowConversion.isWidening(ColumnType.DATE, ColumnType.ANY)).isFalse();
  }

  @Test
  void unknownSchemaVersionIsNamed() {
    TableDef table = TestTables.of(ColumnType.INTEGER);
    RowDecoder decoder = RowDecoder.of(table, version -> Optional.empty());
    assertThatThrownBy(() -> decoder.decode(new byte[] {5, 0}))
        .isInstanceOf(DoLakeException.class)
        .hasMessage("table t has no schema version 5");
  }

  @Test
  void valueThatDoesNotFitNamesItsColumn() {
    RowCodec codec = RowCodec.of(TestTables.of(ColumnType.INTEGER, ColumnType.decimal(4, 2)));
    assertThatThrownBy(() -> codec.encode(new Object[] {1L, new BigDecimal("100.00")}))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE))
        .hasMessage("t.c2: 100.00 does not fit DECIMAL(4,2)");
    assertThatThrownBy(() -> codec.encode(new Object[] {"1", null}))
        .hasMessage("t.c1: a column of type INTEGER cannot hold a String");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32})
  void damagedRowsAreRefusedOrReadButNeverOverrun(long seed) {
    SeededValues values = new SeededValues(seed);
    for (int round = 0; round < 5_000; round++) {
      TableDef table = randomTable(values);
      byte[] bytes = RowCodec.of(table).encode(randomRow(values, table));
      byte[] damaged = Arrays.copyOf(bytes, values.random().nextInt(bytes.length + 1));
      if (damaged.length > 1) {
        int at = 1 + values.random().nextInt(damaged.length - 1);
        damaged[at] ^= (byte) (1 + values.random().nextInt(255));
      }
      RowDecoder decoder = RowDecoder.of(table, version -> Optional.empty());
      try {
        decoder.decode(damaged);
      } catch (DoLakeException e) {
        assertThat(e.code()).isIn(ErrorCode.ROW_DAMAGED, ErrorCode.SCHEMA_VERSION_UNKNOWN);
      }
    }
  }

  static TableDef randomTable(SeededValues values) {
    ColumnType[] types = new ColumnType[1 + values.random().nextInt(8)];
    for (int i = 0; i < types.length; i++) {
      types[i] = values.type();
    }
    return TestTables.of(types);
  }

  static Object[] randomRow(SeededValues values, TableDef table) {
    return table.columns().stream().map(column -> values.nullable(column.type())).toArray();
  }

  private static ColumnDef column(int id, String name, ColumnType type, Object initialDefault) {
    return new ColumnDef(
        id,
        name,
        type,
        type.toString(),
        true,
        null,
        initialDefault,
        null,
        false,
        Collation.BINARY,
        false,
        false,
        "");
  }

  private static ByteBuffer direct(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 5).position(5);
    return buffer.put(bytes).position(5);
  }
}
