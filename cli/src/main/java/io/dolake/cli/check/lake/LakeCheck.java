package io.dolake.cli.check.lake;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;

/** {@code bin/check lake}: every cut of the lake is the database, whatever fails. */
public final class LakeCheck implements Check {
  @Override
  public String name() {
    return "lake";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "every cut of the lake equals the database, under crashes and catalog faults";
  }

  @Override
  public String help() {
    return """
    In each lane a store, its change feed, the lake job and the catalog run in this process.
    Transactions keep invariants across four tables, while TaskManagers and JobManagers are
    killed at every stage, commits are refused, applied with their answer lost, or applied late,
    the catalog is down, checkpoints fail or expire, the job is moved by savepoints, and others
    compact tables, delete their rows or take them away. The lake's files are in a directory or
    in an S3-compatible store, a process of its own; either is slow or refuses requests, and the
    job's connections to the latter go through a proxy that throttles, answers with errors, cuts
    them off in the middle of an upload or download, or loses the answer. While the job is
    stopped or its catalog is down its slot is overtaken, and a new job has to load all again.
    Every cut is read through the catalog and compared with the database at that commit, row
    for row; every snapshot has its stamp, no equality deletes and one deletion vector per data
    file at most; a reader that polls all tables meanwhile never sees two of them at different
    cuts.
      --rounds N          cuts to see (default 200)
      --lanes N           independent lakes beside each other (default 2)
      --cuts-per-fault N  cuts between two faults, on average (default 6)
      --store KIND        file, s3, or mixed: every second lane s3 (default mixed)
      --seed N            makes the decisions; threads still race\
    """;
  }

  @Override
  public int defaultRounds() {
    return 200;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    return new LakeCampaign(context).run();
  }
}
