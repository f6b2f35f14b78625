package io.dolake.server.pg.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.server.pg.statement.CopyOptions;
import io.dolake.server.pg.statement.CopyOptions.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopyParserTest {
  private static final CopyOptions TEXT =
      new CopyOptions(Format.TEXT, '\t', "\\N", false, '"', '"');
  private static final CopyOptions CSV = new CopyOptions(Format.CSV, ',', "", false, '"', '"');

  private static List<List<String>> parse(CopyOptions options, byte[] data, Random cuts) {
    List<List<String>> rows = new ArrayList<>();
    CopyRowSink sink =
        (fields, count) -> rows.add(new ArrayList<>(Arrays.asList(fields).subList(0, count)));
    CopyLines lines =
        options.format() == Format.CSV
            ? new CopyCsvParser(options, sink)
            : new CopyTextParser(options, sink);
    for (int at = 0; at < data.length; ) {
      int length = Math.min(data.length - at, 1 + cuts.nextInt(12));
      lines.accept(Arrays.copyOfRange(data, at, at + length), length);
      at += length;
    }
    lines.finish();
    return rows;
  }

  @Test
  void randomRowsComeBackHoweverTheDataIsCut() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<List<String>> rows = randomRows(random);
      assertThat(parse(TEXT, text(rows), random)).as("text, seed %d", seed).isEqualTo(rows);
      assertThat(parse(CSV, csv(rows), random)).as("csv, seed %d", seed).isEqualTo(rows);
    }
  }

  private static List<List<String>> randomRows(Random random) {
    String alphabet = "ab,\t\n\r\\\"NÄ世 .'";
    List<List<String>> rows = new ArrayList<>();
    int columns = 1 + random.nextInt(4);
    for (int r = random.nextInt(6); r >= 0; r--) {
      List<String> row = new ArrayList<>();
      for (int c = 0; c < columns; c++) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
          value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        row.add(random.nextInt(6) == 0 ? null : value.toString());
      }
      rows.add(row);
    }
    return rows;
  }

  private static byte[] text(List<List<String>> rows) {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        String value = row.get(i);
        out.append(i == 0 ? "" : "\t");
        out.append(
            value == null
                ? "\\N"
                : value
                    .replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r"));
      }
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] csv(List<List<String>> rows) {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        String value = row.get(i);
        out.append(i == 0 ? "" : ",");
        out.append(value == null ? "" : '"' + value.replace("\"", "\"\"") + '"');
      }
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void endMarkerEndsTheData() {
    byte[] data = "a\tb\n\\.\nc\td\n".getBytes(StandardCharsets.UTF_8);
    assertThat(parse(TEXT, data, new Random(1))).containsExactly(List.of("a", "b"));
  }

  @Test
  void lastRowNeedsNoLineEnd() {
    byte[] data = "a\tb\nc\td".getBytes(StandardCharsets.UTF_8);
    assertThat(parse(TEXT, data, new Random(1)))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
  }
}
