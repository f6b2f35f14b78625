package io.dolake.cli.up;

import io.dolake.cli.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dolake up}: everything in one process, until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts database, catalog and lake job in this process, until Ctrl-C.",
      "The next start goes on where this one stopped."
    },
    footer = {
      "",
      "  dolake up",
      "  dolake up --data /var/lib/dolake --config dolake.properties",
      "  dolake up --set node.pg.port=5432 --set job.commit-interval=1s"
    })
public final class UpCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 1_000;

  @Mixin private ConfigArguments arguments;

  @Override
  public Integer call() {
    try (EmbeddedStack stack = EmbeddedStack.start(arguments.load(), System.out)) {
      System.out.printf(
          """

          Try, in another terminal:
            bin/dolake sql
            psql -h 127.0.0.1 -p %s -U dolake main
            bin/dolake status --watch
          Ctrl-C stops.
          """,
          stack.databaseUrl().replaceAll(".*:(\\d+)/.*", "$1"));
      if (tellWhenJobEnds(stack)) {
        stack.process().awaitStop();
      }
      System.out.println("stopping ...");
    }
    return ExitCode.OK;
  }

  /** False when this process was told to stop before. */
  private static boolean tellWhenJobEnds(EmbeddedStack stack) {
    while (!stack.awaitStop(LOOK_MILLIS)) {
      Optional<String> end = stack.jobEnd();
      if (end.isPresent()) {
        System.err.println("dolake: the lake job has ended: " + end.get());
        System.err.println("hint: the database goes on; mend that, then stop and start again");
        return true;
      }
    }
    return false;
  }
}
