package io.dolake.cli.check.lake;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;

/**
 * {@code bin/dolake bench lake}: row changes per second from commit to lake, and what scans cost.
 */
public final class LakeBench implements Check {
  @Override
  public String name() {
    return "lake";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "initial load, sustained row changes and scans of the lake, through a real store and feed";
  }

  @Override
  public String help() {
    return """
        Loads a table, then commits changes (20% insert, 70% update, 10% delete) as fast as the store
        takes them, while the lake job follows with commits every second. The rate counts from the
        first commit until the last change can be read through the catalog; store, feed, job,
        catalog and reader share this machine.
          --rounds N       thousands of changes (default 500)
          --keys N         rows loaded first (default 200000)
          --backend B      rocksdb (default) or hashmap
          --parallelism N  of the job (default 1)
          --seed N         makes the choices""";
  }

  @Override
  public int defaultRounds() {
    return 500;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    return new LakeBenchRun(context).run();
  }
}
