package io.dolake.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The interactive shell and the runner of scripts. One thread. */
final class Shell {
  private final ShellSettings settings;
  private final StatementRunner runner;
  private final MetaCommands metaCommands;
  private boolean allSucceeded = true;

  Shell(
      Connection connection,
      OutputMode mode,
      PrintWriter out,
      PrintWriter err,
      boolean interactive) {
    this.settings = new ShellSettings(mode);
    this.runner = new StatementRunner(connection, settings, out, err, interactive);
    this.metaCommands = new MetaCommands(settings, runner, out, err, this::runScript);
  }

  /** Reads statements from a person until {@code .quit} or Ctrl-D. */
  void runInteractively(Connection connection, String prompt) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      terminal.handle(Terminal.Signal.INT, signal -> runner.cancel());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .appName("dolake")
              .completer(new StringsCompleter(CompletionWords.of(connection)))
              .variable(
                  LineReader.HISTORY_FILE,
                  Path.of(System.getProperty("user.home"), ".dolake_history"))
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      StringBuilder pending = new StringBuilder();
      while (!settings.quit) {
        String shown =
            pending.isEmpty() ? prompt + "> " : " ".repeat(prompt.length() - 2) + "...> ";
        try {
          accept(reader.readLine(shown) + "\n", pending);
        } catch (UserInterruptException e) {
          pending.setLength(0);
        } catch (EndOfFileException e) {
          return;
        }
      }
    }
  }

  /** Runs a whole script; what is left after the last semicolon counts as a statement. */
  void runScript(Reader input) throws IOException {
    StringWriter text = new StringWriter();
    input.transferTo(text);
    runScript(text.toString());
  }

  /** Runs a whole script; a failed statement does not keep the next from running. */
  void runScript(String text) {
    StringBuilder pending = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (settings.quit) {
        return;
      }
      accept(line + "\n", pending);
    }
    if (!StatementReader.isBlank(pending.toString())) {
      allSucceeded &= runner.run(pending.toString().strip());
    }
  }

  /** Whether everything that ran so far succeeded. */
  boolean allSucceeded() {
    return allSucceeded;
  }

  private void accept(String line, StringBuilder pending) {
    if (StatementReader.isBlank(pending.toString()) && MetaCommands.isMetaCommand(line.strip())) {
      pending.setLength(0);
      allSucceeded &= metaCommands.run(line);
      return;
    }
    pending.append(line);
    int end;
    while ((end = StatementReader.endOfStatement(pending.toString())) >= 0) {
      String statement = pending.substring(0, end - 1).strip();
      pending.delete(0, end);
      if (!StatementReader.isBlank(statement)) {
        allSucceeded &= runner.run(statement);
      }
    }
    if (StatementReader.isBlank(pending.toString())) {
      pending.setLength(0);
    }
  }
}
