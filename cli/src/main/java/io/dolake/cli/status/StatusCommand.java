package io.dolake.cli.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dolake.cli.DatabaseUrl;
import io.dolake.cli.ExitCode;
import io.dolake.cli.FeedLogin;
import io.dolake.cli.up.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dolake status}: how the parts are, and how far the lake is behind. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows node, slots, lake job and tables, and how far the lake is behind.",
    footer = {
      "",
      "  behind     transactions in the log that a slot has not confirmed yet",
      "  last cut   the newest state of the database that readers of the lake see",
      "  to merge   compaction's debt: files by which a table exceeds what its size needs",
      "  deleted    compaction's debt: rows in files that deletion vectors hide",
      "",
      "A node that asks who reads its feed is shown the token in DOLAKE_FEED_TOKEN, or the user",
      "with the password in DOLAKE_PASSWORD.",
      "Exit code 0 when everything answers, 3 when a part does not."
    })
public final class StatusCommand implements Callable<Integer> {
  private static final String CLEAR_SCREEN = "\033[H\033[2J";
  private static final long WATCH_MILLIS = 2_000;

  @Option(
      names = "--feed",
      defaultValue = "127.0.0.1:15433",
      description = "Change feed of the node (default: ${DEFAULT-VALUE}).")
  private String feed;

  @Option(
      names = {"-U", "--user"},
      defaultValue = DatabaseUrl.DEFAULT_USER,
      description = "User of a node that has users (default: ${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--catalog",
      defaultValue = "http://127.0.0.1:15435/",
      description = "Iceberg REST catalog (default: ${DEFAULT-VALUE}).")
  private URI catalog;

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:15436/",
      description = "Flink's REST interface (default: ${DEFAULT-VALUE}).")
  private URI flink;

  @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!watch) {
      return show();
    }
    try (ServerProcess process = ServerProcess.withoutData()) {
      do {
        System.out.print(CLEAR_SCREEN);
        show();
      } while (!process.awaitStop(WATCH_MILLIS));
    }
    return ExitCode.OK;
  }

  private int show() throws IOException {
    SystemStatus status = SystemStatus.ask(feed, FeedLogin.of(user), flink, catalog);
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      System.out.println(mapper.writeValueAsString(status));
    } else {
      new StatusPrinter(System.out).print(status);
    }
    return status.well() ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }
}
