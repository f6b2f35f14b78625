package io.dolake.lake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.TableId;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortTextTest {
  private static final TableDef ORDERS =
      table(
          1,
          ColumnDef.of(1, "id", ColumnType.INTEGER, false),
          ColumnDef.of(2, "region", ColumnType.TEXT, true),
          ColumnDef.of(3, "created_at", ColumnType.TIMESTAMP, true));

  private static TableDef table(int version, ColumnDef... columns) {
    return new TableDef(
        new TableId(7),
        version,
        "main",
        "orders",
        List.of(columns),
        List.of(KeyColumn.ascending(1)),
        List.of(),
        List.of(),
        3,
        "",
        "");
  }

  private static String canonical(String text, TableDef... newestFirst) {
    Schema schema = LakeColumns.icebergSchema(newestFirst[0]);
    return SortText.canonical(SortText.parse(text, List.of(newestFirst), schema));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          region                            | identity:2:ASC:NULLS FIRST;
          Region DESC                       | identity:2:DESC:NULLS LAST;
          region asc nulls last             | identity:2:ASC:NULLS LAST;
          region nulls last, id             | identity:2:ASC:NULLS LAST;identity:1:ASC:NULLS FIRST;
          day(created_at) desc nulls first  | day:3:DESC:NULLS FIRST;
          bucket( 16 , id ),truncate(2,region) desc | \
          bucket[16]:1:ASC:NULLS FIRST;truncate[2]:2:DESC:NULLS LAST;
          """)
  void termsAreIcebergs(String text, String expected) {
    SortText.check(text);
    assertThat(canonical(text, ORDERS)).isEqualTo(expected);
    Schema schema = LakeColumns.icebergSchema(ORDERS);
    SortOrder again = SortText.ofCanonical(expected, schema).orElseThrow();
    assertThat(again.sameOrder(SortText.parse(text, List.of(ORDERS), schema))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          region up         | is no sort term
          region,,id        | is empty
          week(created_at)  | has an unknown transform
          bucket(id)        | needs a number
          day(3, created_at)| has a number too many
          region, Region desc | comes twice
          """)
  void whatIsWrongInItselfIsSaidWithoutTheTable(String text, String why) {
    assertThatThrownBy(() -> SortText.check(text))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
              assertThat(e.hint()).isPresent();
            })
        .hasMessageContaining(why);
  }

  @Test
  void anUnknownColumnGetsTheNearestOne() {
    assertThatThrownBy(() -> canonical("regoin", ORDERS))
        .hasMessage("sort term 'regoin' names no column of main.orders")
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.hint()).hasValue("Did you mean \"region\"?"));
    assertThatThrownBy(() -> canonical("somewhere", ORDERS))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.hint()).hasValue("Its columns are id, region, created_at."));
  }

  @Test
  void aTransformMustFitTheColumn() {
    assertThatThrownBy(() -> canonical("day(region)", ORDERS))
        .hasMessage("sort term 'day(region)' cannot sort by a column of type string");
  }

  @Test
  void anOrderGoesWithARenamedColumnAndOnWithoutADroppedOne() {
    TableDef renamed =
        table(
            2,
            ORDERS.columns().get(0),
            ColumnDef.of(2, "area", ColumnType.TEXT, true),
            ORDERS.columns().get(2));
    assertThat(canonical("region, id", renamed, ORDERS))
        .isEqualTo(canonical("area, id", renamed))
        .isEqualTo(canonical("region, id", ORDERS));

    TableDef dropped = table(3, ORDERS.columns().get(0), ORDERS.columns().get(2));
    assertThat(canonical("region, id", dropped, renamed, ORDERS))
        .isEqualTo("identity:1:ASC:NULLS FIRST;");
    Schema schema = LakeColumns.icebergSchema(dropped);
    assertThat(SortText.ofCanonical("identity:2:ASC:NULLS FIRST;", schema)).isEmpty();
  }
}
