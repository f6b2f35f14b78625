package io.dolake.cli.bench.lake;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;

/** {@code bin/dolake bench lake}: row changes per second into the lake, and what scans cost. */
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
    return "row changes per second into the lake and scans of it, against Iceberg's upsert sink";
  }

  @Override
  public String help() {
    return """
    Loads a table, then sends changes (20% insert, 70% update, 10% delete) as fast as the lake
    job takes them, with a commit every second, until the last can be read through the catalog.
    Then the table is scanned as the last change left it, as the idle job leaves it when it has
    compacted what is worth it, as a compacted copy, and as that copy with a deletion vector of
    one row, which is the least that readers pay while changes come. The same changes go to
    Iceberg's own Flink sink in upsert mode, on the same rows. What a look-up and a change of an
    index in RocksDB would cost for each row, the job's index without its buffers, is measured
    alone too. Events come from a generator in the process; catalog, job, generator and reader
    share this machine. The CPU time of the process per change tells what bounds the rate on a
    machine that others use as well. Both sides are warmed up first; scans are the median of
    seven by a warm reader. The sink's table is scanned once, as it was after its first 1.4
    million changes, because its readers need more time and memory with each change.
      --rounds N          thousands of changes that count (default 8000)
      --warm-up N         thousands of changes before them (default 8000)
      --keys N            rows loaded first (default 2000000)
      --rate N            changes per second that are not exceeded, by the lake job's side only
                          (default 0: as many as it takes)
      --seconds N         longest time for changes (default 60)
      --backend B         rocksdb (default) or hashmap
      --parallelism N     of both jobs (default 2)
      --interval MILLIS   between commits of both (default 1000)
      --peer BOOLEAN      false leaves Iceberg's sink out
      --peer-seconds N    longest time for its changes (default 60)
      --scan-seconds N    longest time for a scan (default 60)
      --settle-seconds N  longest time for the idle job to compact (default 30)
      --seed N            makes the choices\
    """;
  }

  @Override
  public int defaultRounds() {
    return 8_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    return new LakeBenchRun(context).run();
  }
}
