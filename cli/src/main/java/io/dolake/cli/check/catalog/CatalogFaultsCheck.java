package io.dolake.cli.check.catalog;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.List;

/** Transactions against a catalog that is killed again and again behind a lossy network. */
public final class CatalogFaultsCheck implements Check {
  @Override
  public String name() {
    return "catalog-faults";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "multi-table transactions against kills, database crashes and lost or late requests";
  }

  @Override
  public String help() {
    return """
    Four writers commit transactions over four tables while servers are killed and started
    again, and a proxy loses, delays and repeats requests. Every transaction must be in all of
    its tables or in none, at most once, as its answer said; nothing seen may disappear.
      --rounds N    rounds, odd ones with three servers on a private PostgreSQL that crashes
                    too, if installed
      --seed N      makes the decisions; threads and processes still race\
    """;
  }

  @Override
  public int defaultRounds() {
    return 10;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    TestTree.Result result =
        new TestTree("iceberg-catalog")
            .run(
                List.of(),
                "io.dolake.catalog.faults.FaultCampaign",
                context,
                Long.toString(context.seed()),
                Integer.toString(context.rounds()),
                context.workDirectory().toString());
    return new CheckResult(
        result.passed(), "catalog-faults: " + result.lastLine(), result.figures());
  }
}
