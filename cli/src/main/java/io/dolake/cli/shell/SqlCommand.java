package io.dolake.cli.shell;

import io.dolake.cli.DatabaseUrl;
import io.dolake.cli.ExitCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dolake sql}: a shell on the database and the lake. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a shell on the database, and on the lake as lake.TABLE.",
      "Reads a script from standard input when that is not a terminal."
    },
    footer = {
      "",
      "  dolake sql",
      "  dolake sql -c 'SELECT count(*) FROM lake.orders'",
      "  dolake sql -c 'SELECT * FROM lake.orders FOR SYSTEM_TIME AS OF LSN 4711'",
      "  dolake sql --mode csv postgresql://127.0.0.1:15432/main < report.sql"
    })
public final class SqlCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      defaultValue = DatabaseUrl.DEFAULT,
      description = "Database to connect to (default: ${DEFAULT-VALUE}).")
  private String url;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "SQL",
      description = "Runs these statements and ends.")
  private String command;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Runs this script and ends.")
  private Path file;

  @Option(
      names = {"-m", "--mode"},
      description = "Output: ${COMPLETION-CANDIDATES} (default: BOX, LIST for scripts).")
  private OutputMode mode;

  @Option(
      names = {"-U", "--user"},
      defaultValue = DatabaseUrl.DEFAULT_USER,
      description = "User (default: ${DEFAULT-VALUE}); the password comes from DOLAKE_PASSWORD.")
  private String user;

  @Override
  public Integer call() throws IOException, SQLException {
    boolean interactive = command == null && file == null && System.console() != null;
    OutputMode output = mode != null ? mode : interactive ? OutputMode.BOX : OutputMode.LIST;
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try (Connection connection = DatabaseUrl.connect(url, user)) {
      Shell shell = new Shell(connection, output, out, err, interactive);
      if (command != null) {
        shell.runScript(command);
      } else if (file != null) {
        shell.runScript(Files.readString(file));
      } else if (interactive) {
        out.println("dolake sql on " + url + " (.help for help, .quit to leave)");
        shell.runInteractively(connection, "dolake");
      } else {
        shell.runScript(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      }
      return shell.allSucceeded() || interactive ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
