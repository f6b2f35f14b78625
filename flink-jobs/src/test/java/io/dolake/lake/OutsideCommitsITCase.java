package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.common.check.FaultyHttpProxy.Fault;
import io.dolake.lake.commit.OutsideCommits;
import io.dolake.lake.writer.CompactionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.execution.JobClient;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other engines commit to the job's tables. */
class OutsideCommitsITCase {
  @TempDir Path directory;

  private LakeTestBed bed;

  @BeforeEach
  void start() throws Exception {
    bed = new LakeTestBed(directory);
    bed.createLedger();
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  private Set<String> currentFiles(String name) throws IOException {
    Set<String> files = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = bed.reader.table(name).newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    }
    return files;
  }

  private static boolean isTagged(Table table) {
    return table.refs().size() > 1;
  }

  @Test
  void filesThatAnotherEngineRewroteAreTakenOver() throws Exception {
    Random random = new Random(3);
    JobClient job = bed.startJob(2, config -> config.compaction(CompactionPolicy.OFF));
    try {
      bed.transfers(random, 300);
      bed.settle(random);
      OutsideEngine engine = new OutsideEngine(bed.reader.table("accounts"), random);
      Set<String> rewritten = engine.rewrite(() -> {}).orElseThrow();
      // Only some rows change, so that most of the rewritten ones are still alive.
      bed.settle(random);
      await()
          .atMost(LakeTestBed.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(currentFiles("accounts")).containsAll(rewritten);
                assertThat(isTagged(bed.reader.table("accounts"))).isFalse();
              });
      bed.transfers(random, 300);
      bed.settle(random);
      assertThat(bed.verifyAllCuts()).isPositive();
      SnapshotInvariants.check(bed.reader.table("accounts"));
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void rowsThatAnotherEngineChangedAreChangedBack() throws Exception {
    Random random = new Random(5);
    JobClient job = bed.startJob(1, config -> {});
    try {
      bed.transfers(random, 100);
      bed.settle(random);
      new OutsideEngine(bed.reader.table("accounts"), random).deleteEverything();
      bed.settle(random);
      assertThat(bed.verifyAllCuts()).isPositive();
      assertThat(isTagged(bed.reader.table("accounts"))).isFalse();
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void aJobWhoseSnapshotsSomebodyExpiredStopsAndLeavesTheRowsAlone() throws Exception {
    Random random = new Random(9);
    JobClient job = bed.startJob(1, config -> {});
    bed.transfers(random, 100);
    bed.settle(random);
    String savepoint = bed.stopWithSavepoint(job);
    OutsideEngine engine = new OutsideEngine(bed.reader.table("accounts"), random);
    assertThat(engine.rewrite(() -> {})).isPresent();
    engine.expireHistory();

    bed.transfers(random, 10);
    JobClient next = bed.startJobOfOneAttempt(savepoint);
    assertThatThrownBy(() -> next.getJobExecutionResult().get(60, TimeUnit.SECONDS))
        .hasStackTraceContaining("the last snapshot of main.accounts by this job is gone");
    Table table = bed.reader.table("accounts");
    assertThat(OutsideEngine.made(table.currentSnapshot())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyCutIsExactWhateverIsRewrittenAndWhateverFails(long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> rewritten = new HashSet<>();
    AtomicInteger parallelism = new AtomicInteger(1 + random.nextInt(2));
    JobClient job = bed.startJob(parallelism.get(), config -> partitioned(config, seed));
    try {
      for (int round = 0; round < 8; round++) {
        bed.transfers(random, 20 + random.nextInt(60));
        switch (random.nextInt(8)) {
          case 0 -> bed.crashAtNextChange();
          case 1 -> bed.proxy.failNext(Fault.values()[random.nextInt(Fault.values().length)]);
          case 2 -> {
            bed.settle(random); // a job that is on its way back can make no savepoint
            String savepoint = bed.stopWithSavepoint(job);
            parallelism.set(1 + random.nextInt(3));
            job =
                bed.startJob(parallelism.get(), savepoint, config -> partitioned(config, seed + 1));
          }
          case 3 -> bed.settle(random);
          default -> {
            // a quiet round
          }
        }
        for (String table : new String[] {"accounts", "entries"}) {
          if (bed.reader.exists(table) && random.nextInt(3) > 0) {
            rewrite(table, random).ifPresent(rewritten::addAll);
          }
        }
      }
      bed.settle(random);
      assertThat(bed.verifyAllCuts()).isPositive();
      assertThat(rewritten).isNotEmpty();
      SnapshotInvariants.check(bed.reader.table("accounts"));
      SnapshotInvariants.check(bed.reader.table("entries"));
    } finally {
      job.cancel().get();
    }
  }

  /** A seed's partitioning and order; the next seed's are others. */
  private static void partitioned(LakeJobConfigBuilder config, long seed) {
    config.partitioning(
        seed % 2 == 0 ? Map.of("accounts", "bucket(2, id)") : Map.of("entries", "truncate(2, id)"));
    config.sorting(
        seed % 2 == 0 ? Map.of("entries", "amount desc") : Map.of("accounts", "balance"));
    config.outsideCommits(OutsideCommits.ADOPT);
  }

  private Optional<Set<String>> rewrite(String name, Random random) throws IOException {
    boolean changesMeanwhile = random.nextInt(3) == 0;
    return new OutsideEngine(bed.reader.table(name), random)
        .rewrite(
            () -> {
              if (changesMeanwhile) {
                bed.transfers(random, 5);
              }
            });
  }
}
