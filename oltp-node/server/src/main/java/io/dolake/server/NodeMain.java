package io.dolake.server;

import io.dolake.common.error.DoLakeException;
import io.dolake.server.config.ConfigOption;
import io.dolake.server.config.NodeConfigLoader;
import io.dolake.server.config.NodeOptions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs one node until the process is told to stop. */
public final class NodeMain {
  private NodeMain() {}

  /** Exit codes: 0 stopped as told, 1 could not start. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> flags = Arrays.asList(arguments);
    if (flags.contains("--help") || flags.contains("-h")) {
      printHelp();
      return;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      DoSqlNode node = new DoSqlNode(NodeConfigLoader.load(flags, System.getenv()));
      node.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    node.close();
                    stopped.countDown();
                  },
                  "dolake-shutdown"));
    } catch (DoLakeException e) {
      System.err.println("error " + e.code() + ": " + e.getMessage());
      e.hint().ifPresent(hint -> System.err.println("hint: " + hint));
      System.exit(1);
    }
    stopped.await();
  }

  private static void printHelp() {
    System.out.println(
        "Options, as flags --key=value, variables DOLAKE_*, or lines of --config FILE:");
    for (ConfigOption<?> option : NodeOptions.all()) {
      System.out.printf(
          "  %-30s %s (%s; default %s)%n",
          option.key(),
          option.description(),
          option.unit(),
          option.defaultText().isEmpty() ? "none" : option.defaultText());
    }
  }
}
