package io.dolake.cli.check.catalog;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.List;

/** Engines and clients that are not ours, working with tables and views of the catalog. */
public final class CatalogEnginesCheck implements Check {
  @Override
  public String name() {
    return "catalog-engines";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "Spark SQL, Flink SQL and Iceberg's Java client on tables and views of the catalog";
  }

  @Override
  public String help() {
    return """
    Starts dolake catalog and takes Spark 4.0, Flink SQL and Iceberg's Java client through it: each
    creates, writes, evolves, time-travels and drops tables and views, then all three work on one
    table. On local files, on an S3-compatible store with vended credentials, and on one with
    remote signing. The seed has no effect. Builds the engines' class paths first.
      --rounds N    how often\
    """;
  }

  @Override
  public int defaultRounds() {
    return 1;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    TestTree tests = new TestTree("e2e-tests");
    TestTree.Result result = null;
    for (int round = 0; round < context.rounds() && (result == null || result.passed()); round++) {
      result =
          tests.run(
              List.of("-Ddolake.engines.home=" + tests.folder()),
              "io.dolake.e2e.engines.CatalogEngines",
              context,
              context.workDirectory().resolve("round-" + round).toString());
    }
    if (result == null) {
      throw new IllegalArgumentException("at least one round is needed");
    }
    return new CheckResult(
        result.passed(), "catalog-engines: " + result.lastLine(), result.figures());
  }
}
