package io.dolake.cli.check.lake;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs lanes beside each other until enough cuts have been seen, and adds up. */
final class LakeCampaign {
  private static final int CUTS_BETWEEN_REPORTS = 250;
  private static final int SHOWN_VIOLATIONS = 5;

  private final CheckContext context;
  private final int lanes;
  private final int cutsPerFault;
  private final String storeOption;
  private final AtomicInteger seen = new AtomicInteger();

  LakeCampaign(CheckContext context) {
    this.context = context;
    this.lanes = Integer.parseInt(context.option("lanes", "2"));
    this.storeOption = context.option("store", "mixed");
    this.cutsPerFault = Math.max(1, Integer.parseInt(context.option("cuts-per-fault", "6")));
  }

  CheckResult run() throws Exception {
    Random random = new Random(context.seed());
    ExecutorService threads =
        Executors.newFixedThreadPool(lanes, task -> new Thread(task, "lake-lane"));
    try {
      List<Future<CampaignLane.Outcome>> running = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        running.add(
            threads.submit(
                new CampaignLane(
                    "lane-" + context.seed() + "-" + i,
                    context.workDirectory().resolve("lane-" + i),
                    random.nextLong(),
                    (context.rounds() + lanes - 1) / lanes,
                    cutsPerFault,
                    StoreKind.of(storeOption, i, context.seed()),
                    this::report)));
      }
      List<CampaignLane.Outcome> outcomes = new ArrayList<>();
      for (Future<CampaignLane.Outcome> lane : running) {
        outcomes.add(lane.get());
      }
      return result(outcomes);
    } finally {
      threads.shutdownNow();
    }
  }

  private void report(int cuts) {
    int before = seen.getAndAdd(cuts);
    if (before / CUTS_BETWEEN_REPORTS != (before + cuts) / CUTS_BETWEEN_REPORTS) {
      context.progress().println(before + cuts + " cuts");
    }
  }

  private CheckResult result(List<CampaignLane.Outcome> outcomes) {
    int cuts = outcomes.stream().mapToInt(CampaignLane.Outcome::cuts).sum();
    int snapshots = outcomes.stream().mapToInt(CampaignLane.Outcome::snapshots).sum();
    int polled = outcomes.stream().mapToInt(CampaignLane.Outcome::polled).sum();
    int missed = outcomes.stream().mapToInt(CampaignLane.Outcome::missed).sum();
    List<String> violations = new ArrayList<>();
    Map<String, Integer> faults = new TreeMap<>();
    for (CampaignLane.Outcome outcome : outcomes) {
      violations.addAll(outcome.violations());
      outcome.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
    }
    violations.stream().limit(SHOWN_VIOLATIONS).forEach(context.progress()::println);
    context.progress().println("faults " + faults);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cuts", cuts);
    values.put("snapshots", snapshots);
    values.put("polledCuts", polled);
    values.put("missedCuts", missed);
    values.put("violations", violations.size());
    values.put("faults", faults);
    return new CheckResult(
        violations.isEmpty(),
        String.format(
            "lake: %,d cuts of 4 tables (%,d also by a concurrent reader), %,d snapshots, %,d"
                + " faults of %d kinds, %d violations",
            cuts,
            polled,
            snapshots,
            faults.values().stream().mapToInt(Integer::intValue).sum(),
            faults.size(),
            violations.size()),
        values);
  }
}
