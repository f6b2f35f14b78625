package io.dolake.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.cdc.client.NodeClients;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.server.config.NodeOptions;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.slot.RetentionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job meets what can go wrong: it goes on without loss or repetition, or fails with one message.
 */
class FeedFaultsITCase {
  @TempDir Path directory;

  private static DoSqlSourceBuilder<ChangeRecord> source(FeedNode node) {
    return DoSqlSource.<ChangeRecord>builder()
        .endpoints(node.endpoint())
        .heartbeat(Duration.ofMillis(50))
        .deserializer(ChangeDeserializer.raw());
  }

  private static String failureOf(DoSqlSourceBuilder<ChangeRecord> source) throws Exception {
    try (RunningJob<ChangeRecord> job = RunningJob.of(source.build())) {
      return job.awaitFailure();
    }
  }

  @Test
  void unknownTableFailsTheJobByItsName() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      node.createTable("orders");

      assertThat(failureOf(source(node).tables("main.ORDERS", "main.oders")))
          .contains("[UNDEFINED_TABLE] there is no table main.oders");
      assertThat(node.store().slots().list()).isEmpty();
    }
  }

  @Test
  void positionOutsideTheLogFailsTheJob() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      node.createTable("orders");

      assertThat(failureOf(source(node).startup(StartupMode.afterLsn(Map.of(0, 1_000L)))))
          .contains("[LSN_IN_FUTURE] LSN 1000 is not in the log yet");
      assertThat(failureOf(source(node).startup(StartupMode.afterLsn(Map.of(7, 1L)))))
          .contains("[INVALID_PARAMETER] startup names no LSN for shard 0");
    }
  }

  @Test
  void slotOfAnotherJobIsToldAfterThePatienceIsOver() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      node.createTable("orders");
      try (RunningJob<ChangeRecord> first = RunningJob.of(source(node).slot("mine").build())) {
        first.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);

        assertThat(failureOf(source(node).slot("mine").reconnectPatience(Duration.ofMillis(500))))
            .contains("[SLOT_IN_USE] slot mine is in use by reader flink-")
            .contains("give this one a slot of its own");
      }
    }
  }

  @Test
  void lostSlotFailsTheJobWithWhatToDo() throws Exception {
    try (FeedNode node =
        new FeedNode(
            directory,
            config -> config,
            store ->
                store
                    .segmentBytes(1 << 20)
                    .checkpointInterval(Duration.ofMillis(50))
                    .checkpointLogBytes(1 << 20)
                    .retention(new RetentionOptions(Duration.ZERO, 1 << 20, 2 << 20, null)))) {
      TableId table = node.createTable("orders").id();
      try (NodeClients clients = new NodeClients(ConnectionConfig.plain(node.endpoint()))) {
        clients
            .ofShard(0)
            .call(
                stub ->
                    stub.createSlot(
                        CreateSlotRequest.newBuilder().setSlot("slow").setAfterLsn(1).build()));
      }
      String text = "x".repeat(10_000);
      long[] id = {0};
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                node.commit(
                    t -> {
                      for (int i = 0; i < 50; i++) {
                        t.insert(table, new Object[] {id[0]++, text});
                      }
                    });
                return node.store().slots().find("slow").orElseThrow().state()
                    == ReplicationSlot.State.LOST;
              });

      assertThat(failureOf(source(node).slot("slow")))
          .contains("[SLOT_LOST] slot slow is lost")
          .contains("start the job with a new initial load");
      assertThat(failureOf(source(node).startup(StartupMode.afterLsn(Map.of(0, 1L)))))
          .contains("[LSN_REMOVED]");
    }
  }

  @Test
  void nodeThatIsGoneForAWhileIsWaitedForAndNothingIsLost() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      TableId table = node.createTable("orders").id();
      node.insertRange(table, 0, 10);
      try (RunningJob<ChangeRecord> job = RunningJob.of(source(node).build())) {
        job.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);
        node.commit(t -> t.insert(table, new Object[] {10L, "before"}));
        job.takeUntil(ChangeRecord::isRow);

        node.stop();
        // Several attempts fail meanwhile: pauses between them begin at 100 ms and double.
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        node.startAgain();
        for (long id = 11; id < 14; id++) {
          long key = id;
          node.commit(t -> t.insert(table, new Object[] {key, "after"}));
        }

        List<ChangeRecord> rows =
            job.takeUntil(record -> record.isRow() && record.lsn() == node.lastLsn()).stream()
                .filter(ChangeRecord::isRow)
                .toList();
        assertThat(rows)
            .extracting(ChangeRecord::lsn)
            .containsExactly(node.lastLsn() - 2, node.lastLsn() - 1, node.lastLsn());
      }
    }
  }

  @Test
  void nodeThatStaysGoneFailsTheJobOnceThePatienceIsOver() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      node.createTable("orders");
      try (RunningJob<ChangeRecord> job =
          RunningJob.of(source(node).reconnectPatience(Duration.ofSeconds(1)).build())) {
        job.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);
        node.stop();

        assertThat(job.awaitFailure())
            .contains("[CONNECTION_FAILURE] node " + node.lastEndpoint())
            .contains("change feed cannot be reached");
        node.startAgain();
      }
    }
  }

  @Test
  void transactionOfAMillionRowsThatIsCutInTheMiddleComesOnce() throws Exception {
    int rows = 1_000_000;
    try (FeedNode node = new FeedNode(directory)) {
      TableId table = node.createTable("orders").id();
      try (RunningJob<ChangeRecord> job = RunningJob.of(source(node).build())) {
        job.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);
        long lsn =
            node.commit(
                t -> {
                  for (long id = 0; id < rows; id++) {
                    t.insert(table, new Object[] {id, "v"});
                  }
                });

        int expected = 0;
        while (expected < rows) {
          ChangeRecord record = job.records().next();
          if (!record.isRow()) {
            continue;
          }
          if (record.lsn() != lsn || record.index() != expected) {
            throw new AssertionError("instead of change " + expected + " came " + record);
          }
          expected++;
          if (expected == rows / 4) {
            node.restart();
          }
        }
        long next = node.commit(t -> t.insert(table, new Object[] {(long) rows, "next"}));
        assertThat(job.takeUntil(ChangeRecord::isRow).get(0).lsn()).isEqualTo(next);
      }
    }
  }

  @Test
  void tableThatIsAlteredAndDroppedWhileItIsReadComesInOrder() throws Exception {
    try (FeedNode node = new FeedNode(directory)) {
      TableDef table = node.createTable("orders");
      node.insertRange(table.id(), 0, 5_000);
      try (RunningJob<ChangeRecord> job =
          RunningJob.of(source(node).pageBytes(2 << 10).splitsPerTable(4).build())) {
        job.takeUntil(ChangeRecord::isRow);
        node.addColumn(table.id(), "note");
        node.commit(t -> t.insert(table.id(), new Object[] {9_000L, "v", "n"}));
        node.commit(t -> t.apply(new CatalogChange.DropTable(table.id())));

        List<ChangeRecord> records =
            job.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);
        if (records.stream().noneMatch(record -> record.kind() == ChangeKind.DROP)) {
          records = job.takeUntil(record -> record.kind() == ChangeKind.DROP);
        }
        assertThat(records.stream().filter(record -> record.kind() == ChangeKind.DROP)).hasSize(1);
      }
    }
  }

  @Test
  void tokenAndCertificateOfTheNodeAreNeededAndEnough() throws Exception {
    SelfSigned signed = SelfSigned.make(directory);
    try (FeedNode node =
        new FeedNode(
            directory.resolve("node"),
            config ->
                config
                    .with(NodeOptions.FEED_TOKEN, Optional.of("s3cret"))
                    .with(NodeOptions.TLS_CERTIFICATE, Optional.of(signed.certificate()))
                    .with(NodeOptions.TLS_KEY, Optional.of(signed.key())),
            builder -> builder)) {
      node.insertRange(node.createTable("orders").id(), 0, 10);
      String certificate = signed.certificate().toString();

      assertThat(
              failureOf(source(node).tls(certificate).credentials(FeedCredentials.token("guess"))))
          .contains("[INVALID_AUTHORIZATION] the token is not the change feed's")
          .doesNotContain("s3cret");
      try (RunningJob<ChangeRecord> job =
          RunningJob.of(
              source(node).tls(certificate).credentials(FeedCredentials.token("s3cret")).build())) {
        List<ChangeRecord> records =
            job.takeUntil(record -> record.kind() == ChangeKind.SNAPSHOT_COMPLETE);
        assertThat(records.stream().filter(ChangeRecord::isRow)).hasSize(10);
      }
    }
  }
}
