package io.dolake.cli.check.lake;

import io.dolake.common.check.FaultyHttpProxy;
import io.dolake.common.check.FaultyHttpProxy.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Chooses faults and lets them happen. Belongs to the lane's thread. */
final class LaneFaults {
  private static final int MAX_REFUSALS = 12;
  private static final int SLOW_MILLIS = 60;
  private static final int EXPIRING_MILLIS = 700;

  private final LaneCluster cluster;
  private final FaultyHttpProxy catalog;
  private final JobFaults job;
  private final LaneStore store;
  private final OutsideEngine outside;
  private final OvertakenSlot overtakenSlot;
  private final Random random;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Set by the proxy's thread when a commit is at the point where a process is to die. */
  private final AtomicBoolean killNow = new AtomicBoolean();

  LaneFaults(
      LaneCluster cluster,
      FaultyHttpProxy catalog,
      JobFaults job,
      LaneStore store,
      OutsideEngine outside,
      OvertakenSlot overtakenSlot,
      Random random) {
    this.outside = outside;
    this.overtakenSlot = overtakenSlot;
    this.cluster = cluster;
    this.catalog = catalog;
    this.job = job;
    this.store = store;
    this.random = random;
  }

  /** One random fault, which may be of those that wait for their moment. */
  void inject() throws Exception {
    switch (random.nextInt(23)) {
      case 0, 1 -> {
        job.crashAtNextRecord();
        count("crash");
      }
      case 2 -> {
        cluster.killTaskManager();
        count("TaskManager killed");
      }
      case 3 -> {
        cluster.killJobManager(1 + random.nextInt(LaneCluster.SLOTS));
        count("JobManager killed");
      }
      case 4 -> commit(Fault.REFUSED, true, "killed before the commit");
      case 5 -> commit(Fault.ANSWER_LOST, true, "killed during the commit");
      case 6 -> commit(Fault.NONE, true, "killed after the commit");
      case 7 -> commit(Fault.APPLIED_LATE, true, "killed, commit applied late");
      case 8 -> commit(Fault.REFUSED, false, "commit refused");
      case 9 -> commit(Fault.ANSWER_LOST, false, "answer lost");
      case 10 -> commit(Fault.APPLIED_LATE, false, "commit applied late");
      case 11 -> {
        catalog.setDown(true);
        count("catalog down");
      }
      case 12 -> {
        job.failNextCheckpoint();
        count("checkpoint failed");
      }
      case 13 -> {
        store.delayRequests(EXPIRING_MILLIS);
        count("checkpoint expired");
      }
      case 14 -> {
        store.delayRequests(SLOW_MILLIS);
        count("store slow");
      }
      case 15 -> {
        // Between a cut and its commit: the job cannot commit meanwhile.
        catalog.setDown(true);
        countIf(outside.rewrite(), "files rewritten, catalog down");
      }
      case 16 -> countIf(outside.rewrite(), "files rewritten");
      case 17 -> countIf(outside.deleteRows(), "rows deleted in the lake");
      case 18 -> countIf(outside.takeAway(), "table gone from the lake");
      case 19 ->
          countIf(
              cluster.moveBySavepoint(1 + random.nextInt(LaneCluster.SLOTS)),
              "job moved by savepoint");
      case 20 -> countIf(overtakenSlot.happen(), "slot overtaken");
      default -> count(store.failRequests(1 + random.nextInt(MAX_REFUSALS), random));
    }
  }

  private void commit(Fault fault, boolean kill, String name) {
    catalog.failNext(fault, kill ? () -> killNow.set(true) : () -> {});
    count(name);
  }

  /** Lets processes die whose moment has come. */
  void work() throws Exception {
    if (killNow.getAndSet(false)) {
      cluster.killTaskManager();
    }
  }

  /** Ends faults that last. */
  void calm() {
    outside.bringBack();
    catalog.setDown(false);
    catalog.failNext(Fault.NONE);
    killNow.set(false);
    job.calm();
    store.calm();
  }

  private void countIf(boolean happened, String fault) {
    if (happened) {
      count(fault);
    }
  }

  private void count(String fault) {
    counts.merge(fault, 1, Integer::sum);
  }

  /** How often each fault was ordered. */
  Map<String, Integer> counts() {
    return counts;
  }
}
