package io.dolake.cli.bench.lake;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;

/** {@code bin/dolake bench freshness}: how long after a commit a reader of the lake sees it. */
public final class FreshnessBench implements Check {
  @Override
  public String name() {
    return "freshness";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "time from an acknowledged commit to its rows in the lake, at a steady load";
  }

  @Override
  public String help() {
    return """
    A store, its change feed, the lake job with its defaults and the catalog run in this
    process. Transactions that change a row in each of five tables are committed at a steady
    rate. A reader polls the catalog every 20 ms; a commit counts as visible when a snapshot
    that holds it is current. At half time and at the end, files, snapshots, the size of the
    metadata and the heap in use are noted: they have to stay flat.
      --rounds N       seconds (default 600)
      --rate N         row changes per second (default 2000)
      --keys N         rows of each table (default 20000)
      --interval MS    between commits to the lake (default: the job's)
      --parallelism N  of the job (default 1)
      --seed N         makes the choices\
    """;
  }

  @Override
  public int defaultRounds() {
    return 600;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    return new FreshnessRun(context).run();
  }
}
