package io.dolake.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Commands of the shell itself: {@code .word} as in sqlite3, {@code \word} as in psql. */
final class MetaCommands {
  static final List<String> NAMES =
      List.of(
          ".tables",
          ".schema",
          ".indexes",
          ".mode",
          ".headers",
          ".timer",
          ".read",
          ".help",
          ".quit",
          "\\d",
          "\\dt",
          "\\di",
          "\\dv",
          "\\l",
          "\\x",
          "\\timing",
          "\\i",
          "\\?",
          "\\q");

  private static final String HELP =
      """
      .tables [PATTERN]      \\dt    tables
      .schema [TABLE]                how tables and indexes were created
                             \\d T   columns and indexes of a table
      .indexes [TABLE]       \\di    indexes
                             \\dv    views
                             \\l     databases
      .mode MODE                     box, column, csv, json, list, line
      .headers on|off                column names in csv, list and column
      .timer on|off          \\timing  time of each statement
                             \\x     one line per value, on and off
      .read FILE             \\i FILE  runs a script
      .quit                  \\q     ends

      Statements end with a semicolon. lake.TABLE reads the lake; FOR SYSTEM_TIME AS OF
      TIMESTAMP '...' or AS OF LSN n reads it as it was.
      """;

  private final ShellSettings settings;
  private final StatementRunner runner;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Consumer<String> script;

  /**
   * @param script runs the text of a script file
   */
  MetaCommands(
      ShellSettings settings,
      StatementRunner runner,
      PrintWriter out,
      PrintWriter err,
      Consumer<String> script) {
    this.settings = settings;
    this.runner = runner;
    this.out = out;
    this.err = err;
    this.script = script;
  }

  static boolean isMetaCommand(String line) {
    return line.startsWith(".") || line.startsWith("\\");
  }

  /** Returns whether the command succeeded. */
  boolean run(String line) {
    String[] words = line.strip().split("\\s+", 2);
    String argument = words.length > 1 ? words[1].strip().replaceAll(";$", "") : "";
    boolean done =
        switch (words[0]) {
          case ".quit", ".exit", "\\q" -> {
            settings.quit = true;
            yield true;
          }
          case ".help", "\\?" -> {
            out.print(HELP);
            yield true;
          }
          case ".tables", "\\dt" -> runner.run(listObjects("table", argument));
          case ".indexes", ".indices", "\\di" -> runner.run(listIndexes(argument));
          case "\\dv" -> runner.run(listObjects("view", argument));
          case ".schema" -> runner.run(schema(argument));
          case "\\d" ->
              argument.isEmpty() ? runner.run(listObjects("table", "")) : describe(argument);
          case "\\l" -> runner.run("SELECT datname AS name FROM pg_catalog.pg_database");
          case ".mode" -> mode(argument);
          case ".headers", ".header" -> {
            settings.headers = argument.equalsIgnoreCase("on");
            yield true;
          }
          case ".timer" -> {
            settings.timer = argument.equalsIgnoreCase("on");
            yield true;
          }
          case "\\timing" -> {
            settings.timer = !settings.timer;
            out.println("Timing is " + (settings.timer ? "on." : "off."));
            yield true;
          }
          case "\\x" -> {
            settings.toggleExpanded();
            yield true;
          }
          case ".read", "\\i" -> read(argument);
          default -> complain("no command " + words[0] + "; .help lists them");
        };
    out.flush();
    return done;
  }

  private boolean complain(String message) {
    err.println("error: " + message);
    err.flush();
    return false;
  }

  private boolean mode(String argument) {
    try {
      settings.mode = OutputMode.valueOf(argument.toUpperCase(Locale.ROOT));
      return true;
    } catch (IllegalArgumentException e) {
      return complain("no mode '" + argument + "'; modes are box, column, csv, json, list, line");
    }
  }

  private boolean read(String file) {
    try {
      script.accept(Files.readString(Path.of(file)));
      return true;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return complain("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String listObjects(String type, String pattern) {
    return "SELECT name FROM sqlite_master WHERE type = '"
        + type
        + "'"
        + (pattern.isEmpty() ? "" : " AND name LIKE " + literal(pattern.replace('*', '%')))
        + " ORDER BY name";
  }

  private static String listIndexes(String table) {
    return "SELECT name, tbl_name AS \"table\" FROM sqlite_master WHERE type = 'index'"
        + (table.isEmpty() ? "" : " AND tbl_name = " + literal(table))
        + " ORDER BY tbl_name, name";
  }

  private static String schema(String table) {
    return "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        + (table.isEmpty() ? "" : " AND tbl_name = " + literal(table))
        + " ORDER BY tbl_name, type DESC, name";
  }

  private boolean describe(String table) {
    String name = literal(table);
    return runner.run(
            "SELECT name, type, CASE WHEN \"notnull\" <> 0 THEN 'not null' END AS \"null\","
                + " dflt_value AS \"default\", CASE WHEN pk > 0 THEN pk END AS \"key\""
                + " FROM pragma_table_info("
                + name
                + ")")
        && runner.run(listIndexes(table));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
