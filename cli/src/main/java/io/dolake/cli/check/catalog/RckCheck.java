package io.dolake.cli.check.catalog;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Iceberg's REST compatibility kit against the catalog on both of its stores. */
public final class RckCheck implements Check {
  private static final long RUNNABLE = 147;

  @Override
  public String name() {
    return "rck";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "Iceberg's REST compatibility kit against the catalog";
  }

  @Override
  public String help() {
    return """
    Runs Iceberg's REST compatibility kit over HTTP against a catalog started for it, once with
    the embedded store and once with a private PostgreSQL if one is installed. 147 cases of the
    kit can run, all must pass. The seed has no effect.
      --rounds N    how often to run it on each store\
    """;
  }

  @Override
  public int defaultRounds() {
    return 1;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    boolean passed = true;
    for (int round = 0; round < context.rounds(); round++) {
      for (String store : List.of("sqlite", "postgres")) {
        Path directory =
            Files.createDirectories(context.workDirectory().resolve(store + "-" + round));
        TestTree.Result result =
            new TestTree("iceberg-catalog")
                .run(
                    List.of(),
                    "io.dolake.catalog.rck.CompatibilityKit",
                    context,
                    store,
                    directory.toString());
        boolean skipped = result.lastLine().startsWith("skipped");
        passed &=
            result.passed()
                && (skipped || Long.valueOf(RUNNABLE).equals(result.figures().get("passed")));
        values.put(store, result.lastLine());
      }
    }
    return new CheckResult(passed, "rck: " + values, values);
  }
}
