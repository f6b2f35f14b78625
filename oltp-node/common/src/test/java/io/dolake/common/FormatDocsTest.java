package io.dolake.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.key.KeyPart;
import io.dolake.common.row.RowCodec;
import io.dolake.common.type.ColumnType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The worked examples in docs/formats are what the code does, all of them. */
class FormatDocsTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final UUID SOME_UUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  @Test
  void keyExamplesHold() throws IOException {
    assertExamples(
        "key.md",
        Stream.of(
            key("INTEGER", "NULL", part(ColumnType.INTEGER), null),
            key("INTEGER", "0", part(ColumnType.INTEGER), 0L),
            key("INTEGER", "1", part(ColumnType.INTEGER), 1L),
            key("INTEGER", "300", part(ColumnType.INTEGER), 300L),
            key("INTEGER", "-1", part(ColumnType.INTEGER), -1L),
            key("INTEGER", "-300", part(ColumnType.INTEGER), -300L),
            key("INTEGER DESC", "300", descending(ColumnType.INTEGER), 300L),
            key("INTEGER DESC", "NULL", descending(ColumnType.INTEGER), null),
            key("BOOLEAN", "TRUE", part(ColumnType.BOOLEAN), true),
            key("DATE", "1970-01-03", part(ColumnType.DATE), LocalDate.of(1970, 1, 3)),
            key("TIME", "00:00:01", part(ColumnType.TIME), LocalTime.of(0, 0, 1)),
            key(
                "TIMESTAMP",
                "1970-01-01 00:00:00.000256",
                part(ColumnType.TIMESTAMP),
                LocalDateTime.of(1970, 1, 1, 0, 0, 0, 256_000)),
            key("REAL", "1.5", part(ColumnType.REAL), 1.5),
            key("REAL", "-1.5", part(ColumnType.REAL), -1.5),
            key(
                "DECIMAL(10,2)",
                "123.45",
                part(ColumnType.decimal(10, 2)),
                new BigDecimal("123.45")),
            key("DECIMAL(10,2)", "-0.05", part(ColumnType.decimal(10, 2)), new BigDecimal("-0.05")),
            key("TEXT", "'ab'", part(ColumnType.TEXT), "ab"),
            key("TEXT", "'Ab ' COLLATE NOCASE", collated(Collation.NOCASE), "Ab "),
            key("TEXT", "'Ab ' COLLATE RTRIM", collated(Collation.RTRIM), "Ab "),
            key("TEXT DESC", "'ab'", descending(ColumnType.TEXT), "ab"),
            key("BLOB", "x'00ff'", part(ColumnType.BLOB), new byte[] {0, (byte) 0xff}),
            key("UUID", SOME_UUID.toString(), part(ColumnType.UUID), SOME_UUID),
            key("ANY", "2", part(ColumnType.ANY), 2L),
            key("ANY", "9007199254740993", part(ColumnType.ANY), 9007199254740993L)));
  }

  @Test
  void rowExamplesHold() throws IOException {
    assertExamples(
        "row.md",
        Stream.of(
            row("BOOLEAN", "TRUE", ColumnType.BOOLEAN, true),
            row("INTEGER", "NULL", ColumnType.INTEGER, null),
            row("INTEGER", "300", ColumnType.INTEGER, 300L),
            row("REAL", "1.5", ColumnType.REAL, 1.5),
            row("DECIMAL(10,2)", "-1.00", ColumnType.decimal(10, 2), new BigDecimal("-1.00")),
            row("TEXT", "'ab'", ColumnType.TEXT, "ab"),
            row("BLOB", "x'00ff'", ColumnType.BLOB, new byte[] {0, (byte) 0xff}),
            row("DATE", "1970-01-03", ColumnType.DATE, LocalDate.of(1970, 1, 3)),
            row("TIME", "00:00:01", ColumnType.TIME, LocalTime.of(0, 0, 1)),
            row(
                "TIMESTAMP",
                "1970-01-01 00:00:00.000256",
                ColumnType.TIMESTAMP,
                LocalDateTime.of(1970, 1, 1, 0, 0, 0, 256_000)),
            row(
                "TIMESTAMPTZ",
                "1969-12-31 23:59:59.999999Z",
                ColumnType.TIMESTAMPTZ,
                Instant.ofEpochSecond(-1, 999_999_000)),
            row("UUID", SOME_UUID.toString(), ColumnType.UUID, SOME_UUID),
            row("JSON", "{}", ColumnType.JSON, "{}"),
            row("ANY", "2", ColumnType.ANY, 2L),
            row("ANY", "'ab'", ColumnType.ANY, "ab"),
            wholeRow()));
  }

  @Test
  void catalogExamplesHold() throws IOException {
    assertExamples(
        "catalog.md",
        Stream.of(
            example(
                "view",
                "CREATE VIEW v AS SELECT 1",
                CatalogCodec.encodeView(new ViewDef("main", "v", "CREATE VIEW v AS SELECT 1"))),
            example(
                "change",
                "DROP TABLE with id 7",
                CatalogCodec.encodeChange(new CatalogChange.DropTable(new TableId(7))))));
  }

  private static String wholeRow() {
    RowCodec codec =
        RowCodec.of(
            TestTables.version(
                3,
                List.of(
                    ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                    ColumnDef.of(2, "name", ColumnType.TEXT, true),
                    ColumnDef.of(3, "price", ColumnType.decimal(10, 2), true)),
                3));
    byte[] bytes = codec.encode(new Object[] {42L, "ab", null});
    return example("INTEGER, TEXT, DECIMAL(10,2)", "version 3: (42, 'ab', NULL)", bytes);
  }

  private static KeyPart part(ColumnType type) {
    return new KeyPart(type, Collation.BINARY, false, 0);
  }

  private static KeyPart descending(ColumnType type) {
    return new KeyPart(type, Collation.BINARY, true, 0);
  }

  private static KeyPart collated(Collation collation) {
    return new KeyPart(ColumnType.TEXT, collation, false, 0);
  }

  private static String key(String type, String shown, KeyPart part, Object value) {
    return example(type, shown, KeyCodec.of(List.of(part)).encodeToBytes(value));
  }

  /** Without the schema version, which is one byte here. */
  private static String row(String type, String shown, ColumnType columnType, Object value) {
    byte[] bytes = RowCodec.of(TestTables.of(columnType)).encode(new Object[] {value});
    return "| `" + type + "` | `" + shown + "` | `" + HEX.formatHex(bytes, 1, bytes.length) + "` |";
  }

  private static String example(String type, String shown, byte[] bytes) {
    return "| `" + type + "` | `" + shown + "` | `" + HEX.formatHex(bytes) + "` |";
  }

  private static void assertExamples(String page, Stream<String> examples) throws IOException {
    List<String> inPage =
        Files.readAllLines(docs().resolve(page)).stream()
            .filter(line -> line.matches("\\| `[^`]*` \\| `[^`]*` \\| `[0-9a-f ]*` \\|"))
            .toList();
    assertThat(inPage).containsExactlyElementsOf(examples.toList());
  }

  private static Path docs() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("docs/formats"))) {
      directory = directory.getParent();
    }
    return directory.resolve("docs/formats");
  }
}
