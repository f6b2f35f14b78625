package io.dolake.storage.check;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.ShardStore;
import io.dolake.storage.check.isolation.IsolationCampaign;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code bin/check isolation}. */
public final class IsolationCheck implements Check {
  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "Hermitage's scenarios and a checker of list-append histories at every isolation level";
  }

  @Override
  public String help() {
    return """
        Plays Hermitage's ten scenarios at each isolation level: an anomaly that the level forbids
        fails the run. Then runs random transactions of appends, reads and range reads on many
        threads and looks for forbidden cycles in the dependency graph of what they saw.
        --rounds counts the transactions committed at each level.
        --threads N    clients of the histories (default 16)
        --level L      only one of read-committed, snapshot, serializable (default all)
        """;
  }

  @Override
  public int defaultRounds() {
    return 350_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    long transactions = 0;
    long anomalies = 0;
    int threads = Integer.parseInt(context.option("threads", "16"));
    String only = context.option("level", "");
    try (ShardStore store =
        CheckStores.openWithSmallMemtables(context.workDirectory().resolve("store"))) {
      IsolationCampaign campaign = new IsolationCampaign(store, context.progress());
      campaign.createTables();
      for (IsolationLevel level : IsolationLevel.values()) {
        String levelName = level.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        if (!only.isEmpty() && !only.equals(levelName)) {
          continue;
        }
        int scenarioFailures = campaign.playScenarios(level);
        IsolationCampaign.Histories histories =
            campaign.runHistories(level, context.seed(), context.rounds(), threads);
        transactions += histories.transactions();
        anomalies += scenarioFailures + histories.anomalies();
        values.put(levelName + ".scenarioFailures", scenarioFailures);
        values.put(levelName + ".transactions", histories.transactions());
        values.put(levelName + ".retries", histories.retries());
        values.put(levelName + ".anomalies", histories.anomalies());
        values.put(levelName + ".perSecond", histories.perSecond());
      }
    }
    values.put("threads", threads);
    String figure =
        String.format(
            "isolation: %d transactions at %d threads, %d anomalies",
            transactions, threads, anomalies);
    return new CheckResult(anomalies == 0 && transactions > 0, figure, values);
  }
}
