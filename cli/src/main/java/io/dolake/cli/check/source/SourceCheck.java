package io.dolake.cli.check.source;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** The Flink source against kills, failures, rescaling, DDL and a feed that goes away. */
public final class SourceCheck implements Check {
  @Override
  public String name() {
    return "source";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "the Flink source under random load, DDL, kills, rescaling and a feed that goes away";
  }

  @Override
  public String help() {
    return """
        Each round fills a shard, starts a Flink job that reads it, and goes on writing while the
        job is killed and restored from its newest checkpoint at another parallelism, fails inside,
        loses the feed, or is cut off from it in the middle of a message. Every record must fit the state it meets in Flink (insert: no row;
        update, delete: the image before), none may come twice or after its watermark, and at the
        end the state must equal the shard's tables.
          --rounds N    rounds, each with a seed of its own
          --seed N      seed of the first round; round i has seed N + i""";
  }

  @Override
  public int defaultRounds() {
    return 200;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int failed = 0;
    long rows = 0;
    long changes = 0;
    long kills = 0;
    long begin = System.nanoTime();
    try (MiniCluster cluster = startCluster()) {
      for (int i = 0; i < context.rounds(); i++) {
        long seed = context.seed() + i;
        Path directory = context.workDirectory().resolve("round-" + seed);
        SourceRound.Outcome outcome = new SourceRound(seed, directory, cluster).run();
        rows += outcome.snapshotRows();
        changes += outcome.changes();
        kills += outcome.kills();
        if (outcome.problem() != null) {
          failed++;
          context.progress().println("seed " + seed + " FAILED: " + outcome.problem());
        } else if ((i + 1) % 10 == 0) {
          context.progress().println("round " + (i + 1) + " of " + context.rounds());
        }
      }
    }
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rounds", context.rounds());
    values.put("failed", failed);
    values.put("snapshotRows", rows);
    values.put("changes", changes);
    values.put("kills", kills);
    values.put("seconds", seconds);
    return new CheckResult(
        failed == 0,
        "source: %d rounds, %d failed; %d snapshot rows, %d changes, %d kills in %d s"
            .formatted(context.rounds(), failed, rows, changes, kills, seconds),
        values);
  }

  private static MiniCluster startCluster() throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .withRandomPorts()
                .build());
    cluster.start();
    return cluster;
  }
}
