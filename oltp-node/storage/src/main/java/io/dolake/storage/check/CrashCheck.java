package io.dolake.storage.check;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.storage.Durability;
import io.dolake.storage.check.crash.CrashCampaign;
import java.util.Locale;

/** {@code bin/check crash}. */
public final class CrashCheck implements Check {
  @Override
  public String name() {
    return "crash";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "killed processes and power losses under load: nothing acknowledged is lost or torn";
  }

  @Override
  public String help() {
    return """
        Each round runs concurrent transfers, DDL, checkpoints and a slot reader until a crash, then
        recovers the store and checks that every acknowledged transaction is there as a whole and
        nothing else in part, that LSNs have no gap, that slots resume with nothing lost or repeated,
        and that verify finds nothing. Three rounds in four lose power in simulation: unsynced bytes
        of the store's files are lost or torn, LMDB's pages are randomly old or new, syncs fail, the
        disk fills up, and recovery is cut off as well. Every fourth kills a child process.
        --rounds counts crashes.
        --mode M          power, kill or both (default)
        --durability D    fsync (default) or os; os must fail, which shows that the campaign can
        """;
  }

  @Override
  public int defaultRounds() {
    return 1_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    CrashCampaign.Mode mode =
        CrashCampaign.Mode.valueOf(context.option("mode", "both").toUpperCase(Locale.ROOT));
    Durability durability =
        Durability.valueOf(context.option("durability", "fsync").toUpperCase(Locale.ROOT));
    try (CrashCampaign campaign =
        new CrashCampaign(
            mode, durability, context.seed(), context.workDirectory(), context.progress())) {
      boolean passed = campaign.run(context.rounds());
      String figure =
          String.format(
              Locale.ROOT,
              "crash: %s after %s, %d transactions acknowledged",
              passed ? "no promise broken" : "A PROMISE WAS BROKEN",
              campaign.figures(),
              campaign.acknowledged());
      return new CheckResult(passed, figure, campaign.figures());
    }
  }
}
