package io.dolake.cli.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Prints result tables in one of the {@link OutputMode}s. */
final class ResultPrinter {
  private final PrintWriter out;
  private final String nullText;

  ResultPrinter(PrintWriter out, String nullText) {
    this.out = out;
    this.nullText = nullText;
  }

  /**
   * @param first whether this is the first page of its result; headers of CSV and LIST are printed
   *     once
   */
  void print(ResultTable table, OutputMode mode, boolean headers, boolean first) {
    switch (mode) {
      case BOX -> box(table);
      case COLUMN -> column(table, headers);
      case CSV -> csv(table, headers && first);
      case JSON -> json(table);
      case LIST -> list(table, headers && first);
      case LINE -> line(table);
    }
    out.flush();
  }

  private void box(ResultTable table) {
    int[] widths = widths(table);
    out.println(rule("┌", "┬", "┐", widths));
    out.println(boxRow(table.columns(), table, widths));
    out.println(rule("├", "┼", "┤", widths));
    for (List<String> row : table.rows()) {
      // A value with line breaks takes as many lines as it has.
      for (List<String> line : physicalLines(row)) {
        out.println(boxRow(line, table, widths));
      }
    }
    out.println(rule("└", "┴", "┘", widths));
  }

  private static String rule(String left, String middle, String right, int[] widths) {
    StringBuilder text = new StringBuilder(left);
    for (int i = 0; i < widths.length; i++) {
      text.append("─".repeat(widths[i] + 2)).append(i + 1 < widths.length ? middle : right);
    }
    return text.toString();
  }

  private static String boxRow(List<String> cells, ResultTable table, int[] widths) {
    StringBuilder text = new StringBuilder("│");
    for (int i = 0; i < widths.length; i++) {
      text.append(' ').append(padded(cells.get(i), widths[i], table.isNumeric(i))).append(" │");
    }
    return text.toString();
  }

  private void column(ResultTable table, boolean headers) {
    int[] widths = widths(table);
    if (headers) {
      out.println(columns(table.columns(), table, widths));
      StringBuilder dashes = new StringBuilder();
      for (int width : widths) {
        dashes.append("-".repeat(width)).append("  ");
      }
      out.println(dashes.toString().stripTrailing());
    }
    for (List<String> row : table.rows()) {
      for (List<String> line : physicalLines(row)) {
        out.println(columns(line, table, widths));
      }
    }
  }

  private static String columns(List<String> cells, ResultTable table, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(padded(cells.get(i), widths[i], table.isNumeric(i))).append("  ");
    }
    return text.toString().stripTrailing();
  }

  private void csv(ResultTable table, boolean headers) {
    if (headers) {
      csvLine(table.columns());
    }
    table.rows().forEach(this::csvLine);
  }

  private void csvLine(List<String> cells) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i) == null ? "" : cells.get(i);
      boolean quote = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      text.append(i == 0 ? "" : ",").append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    out.print(text.append("\r\n"));
  }

  private void json(ResultTable table) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartArray();
      for (List<String> row : table.rows()) {
        json.writeRaw('\n');
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
          json.writeFieldName(table.columns().get(i));
          if (row.get(i) == null) {
            json.writeNull();
          } else if (table.isNumeric(i) && isJsonNumber(row.get(i))) {
            json.writeNumber(row.get(i));
          } else if (table.isBoolean(i)) {
            json.writeBoolean(row.get(i).equals("t"));
          } else {
            json.writeString(row.get(i));
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  /** Infinity and NaN are numbers to SQL only. */
  private static boolean isJsonNumber(String text) {
    return !text.endsWith("y") && !text.equals("NaN");
  }

  private void list(ResultTable table, boolean headers) {
    if (headers) {
      out.println(String.join("|", table.columns()));
    }
    for (List<String> row : table.rows()) {
      out.println(
          String.join("|", row.stream().map(cell -> cell == null ? nullText : cell).toList()));
    }
  }

  private void line(ResultTable table) {
    int width = table.columns().stream().mapToInt(ResultPrinter::width).max().orElse(0);
    for (List<String> row : table.rows()) {
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i) == null ? nullText : row.get(i);
        out.println(padded(table.columns().get(i), width, true) + " = " + cell);
      }
      out.println();
    }
  }

  private int[] widths(ResultTable table) {
    int[] widths = table.columns().stream().mapToInt(ResultPrinter::width).toArray();
    for (List<String> row : table.rows()) {
      for (List<String> line : physicalLines(row)) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], width(line.get(i)));
        }
      }
    }
    return widths;
  }

  private List<List<String>> physicalLines(List<String> row) {
    List<List<String>> cells = new ArrayList<>(row.size());
    int height = 1;
    for (String cell : row) {
      List<String> lines = cell == null ? List.of(nullText) : cell.lines().toList();
      cells.add(lines);
      height = Math.max(height, lines.size());
    }
    List<List<String>> physical = new ArrayList<>(height);
    for (int i = 0; i < height; i++) {
      int line = i;
      physical.add(cells.stream().map(c -> line < c.size() ? c.get(line) : "").toList());
    }
    return physical;
  }

  private static String padded(String text, int width, boolean right) {
    String blanks = " ".repeat(Math.max(0, width - width(text)));
    return right ? blanks + text : text + blanks;
  }

  /** Columns of a terminal the text takes: wide characters two, combining ones none. */
  private static int width(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }
}
