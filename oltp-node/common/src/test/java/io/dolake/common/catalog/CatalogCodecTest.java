package io.dolake.common.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogCodecTest {
  private static final TableDef TABLE =
      new TableDef(
          new TableId(3),
          4,
          "main",
          "Orders",
          List.of(
              ColumnDef.of(1, "id", ColumnType.INTEGER, false),
              new ColumnDef(
                  5,
                  "price",
                  ColumnType.decimal(10, 2),
                  "NUMERIC(10,2)",
                  true,
                  "1 + 1",
                  new BigDecimal("2.00"),
                  null,
                  false,
                  Collation.BINARY,
                  false,
                  false,
                  "net"),
              new ColumnDef(
                  6,
                  "name",
                  ColumnType.TEXT,
                  "varchar",
                  true,
                  null,
                  null,
                  "upper(x)",
                  true,
                  Collation.NOCASE,
                  true,
                  true,
                  "")),
          List.of(KeyColumn.ascending(1), new KeyColumn(6, null, true, Collation.RTRIM)),
          List.of(new CheckDef("c", "price > 0")),
          List.of(
              new ForeignKeyDef(
                  "f",
                  List.of(1),
                  new TableId(2),
                  List.of(9),
                  ForeignKeyDef.Action.CASCADE,
                  ForeignKeyDef.Action.SET_DEFAULT,
                  true)),
          6,
          "CREATE TABLE Orders(...)",
          "all of them");

  private static final IndexDef INDEX =
      new IndexDef(
          new IndexId(8),
          TABLE.id(),
          "by_name",
          List.of(new KeyColumn(0, "lower(name)", true, Collation.RTRIM), KeyColumn.ascending(1)),
          true,
          "price > 10",
          false,
          "CREATE INDEX ...");

  private static final ViewDef VIEW = new ViewDef("main", "v", "CREATE VIEW v AS SELECT 1");
  private static final TriggerDef TRIGGER =
      new TriggerDef(
          "main", "g", "main", "t", "CREATE TRIGGER g DELETE ON t BEGIN DELETE FROM u; END");

  private static final TableDef SEQUENCE =
      new TableDef(
          new TableId(8),
          2,
          "main",
          "s",
          TABLE.columns(),
          TABLE.primaryKey(),
          List.of(),
          List.of(),
          TABLE.lastColumnId(),
          "CREATE SEQUENCE s",
          "",
          new SequenceDef(
              "smallint", -1, -5, Short.MIN_VALUE, -1, 7, true, new SequenceDef.Owner(3, 2)));

  static List<CatalogChange> changes() {
    return List.of(
        new CatalogChange.CreateTable(TABLE),
        new CatalogChange.AlterTable(TABLE),
        new CatalogChange.DropTable(TABLE.id()),
        new CatalogChange.TruncateTable(TABLE.id()),
        new CatalogChange.CreateIndex(INDEX),
        new CatalogChange.DropIndex(INDEX.id()),
        new CatalogChange.CreateView(VIEW),
        new CatalogChange.DropView("main", "v"),
        new CatalogChange.CreateTrigger(TRIGGER),
        new CatalogChange.DropTrigger("main", "g"),
        new CatalogChange.CreateTable(SEQUENCE),
        new CatalogChange.KeepRowId(TABLE.id(), 1L << 40),
        new CatalogChange.PutSetting("user.a", new byte[] {1, 0, 2}),
        new CatalogChange.PutSetting("user.a", null));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changesComeBack(CatalogChange change) {
    CatalogChange decoded = CatalogCodec.decodeChange(CatalogCodec.encodeChange(change));
    assertThat(decoded).usingRecursiveComparison().isEqualTo(change);
    assertThat(decoded).isInstanceOf(change.getClass());
  }

  @Test
  void objectsComeBack() {
    assertThat(CatalogCodec.decodeTable(CatalogCodec.encodeTable(TABLE))).isEqualTo(TABLE);
    assertThat(CatalogCodec.decodeTable(CatalogCodec.encodeTable(SEQUENCE))).isEqualTo(SEQUENCE);
    assertThat(CatalogCodec.decodeIndex(CatalogCodec.encodeIndex(INDEX))).isEqualTo(INDEX);
    assertThat(CatalogCodec.decodeView(CatalogCodec.encodeView(VIEW))).isEqualTo(VIEW);
    assertThat(CatalogCodec.decodeTrigger(CatalogCodec.encodeTrigger(TRIGGER))).isEqualTo(TRIGGER);
  }

  @Test
  void foreignBytesAreRefused() {
    for (byte[] bytes : new byte[][] {{}, {(byte) 0xff, 1}, {8, 0}}) {
      assertThatThrownBy(() -> CatalogCodec.decodeTable(bytes))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROW_DAMAGED))
          .hasMessageStartingWith("a stored catalog table cannot be read: ");
    }
    assertThatThrownBy(() -> CatalogCodec.decodeChange(new byte[0]))
        .hasMessage("a stored catalog change cannot be read: a change of no known kind");
  }
}
