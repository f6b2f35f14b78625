package io.dolake.cli.check.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a logic test file, taking the branches meant for SQLite. */
final class LogicTestFile {
  private static final String DATABASE = "sqlite";

  private final BufferedReader reader;
  private int line;
  private String pending;

  LogicTestFile(BufferedReader reader) {
    this.reader = reader;
  }

  /** The next record for SQLite, or null at the end. */
  LogicTestRecord next() throws IOException {
    boolean skipped = false;
    for (String text = readLine(); text != null; text = readLine()) {
      String[] words = text.strip().split("\\s+");
      switch (words[0]) {
        case "skipif" -> skipped |= words[1].equals(DATABASE);
        case "onlyif" -> skipped |= !words[1].equals(DATABASE);
        case "halt" -> {
          if (!skipped) {
            return null;
          }
          skipped = false;
        }
        case "statement" -> {
          LogicTestRecord record = statement(words[1].equals("error"));
          if (!skipped) {
            return record;
          }
          skipped = false;
        }
        case "query" -> {
          LogicTestRecord record = query(words);
          if (!skipped) {
            return record;
          }
          skipped = false;
        }
        default -> {
          // Comments, blank lines and hash-threshold: hashes tell themselves.
        }
      }
    }
    return null;
  }

  private String readLine() throws IOException {
    if (pending != null) {
      String text = pending;
      pending = null;
      return text;
    }
    line++;
    return reader.readLine();
  }

  private LogicTestRecord statement(boolean expectError) throws IOException {
    int start = line;
    StringBuilder sql = new StringBuilder();
    for (String text = readLine(); text != null && !text.isBlank(); text = readLine()) {
      sql.append(text).append('\n');
    }
    return new LogicTestRecord(start, sql.toString(), null, expectError, "nosort", List.of());
  }

  private LogicTestRecord query(String[] words) throws IOException {
    int start = line;
    StringBuilder sql = new StringBuilder();
    String text = readLine();
    while (text != null && !text.isBlank() && !text.equals("----")) {
      sql.append(text).append('\n');
      text = readLine();
    }
    List<String> expected = new ArrayList<>();
    if (text != null && text.equals("----")) {
      for (text = readLine(); text != null && !text.isEmpty(); text = readLine()) {
        expected.add(text);
      }
    }
    String sort = words.length > 2 ? words[2] : "nosort";
    return new LogicTestRecord(start, sql.toString(), words[1], false, sort, expected);
  }
}
