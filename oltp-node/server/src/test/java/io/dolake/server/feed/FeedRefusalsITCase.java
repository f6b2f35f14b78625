package io.dolake.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ConfirmLsnRequest;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.DropSlotRequest;
import io.dolake.common.proto.feed.FindPositionRequest;
import io.dolake.common.proto.feed.GetTableVersionRequest;
import io.dolake.common.proto.feed.ListSlotsRequest;
import io.dolake.common.proto.feed.ListTablesRequest;
import io.dolake.common.proto.feed.ReadSnapshotPageRequest;
import io.dolake.common.proto.feed.SlotState;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.proto.feed.SuggestSplitKeysRequest;
import io.dolake.server.config.NodeOptions;
import io.dolake.storage.slot.RetentionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that cannot be met: each gets its stable code and says what was wrong. */
class FeedRefusalsITCase {
  private static final int NO_SUCH_TABLE = 4711;

  @TempDir Path directory;

  private static StreamChangesRequest.Builder stream(String slot, String reader, long after) {
    return StreamChangesRequest.newBuilder().setSlot(slot).setReader(reader).setAfterLsn(after);
  }

  private static DoLakeException refusalOfStream(
      TestFeed feed, StreamChangesRequest.Builder request) {
    return TestFeed.refusalOf(() -> feed.stream(request).forEachRemaining(batch -> {}));
  }

  private static List<SlotState> slots(TestFeed feed) {
    return feed.calls().listSlots(ListSlotsRequest.getDefaultInstance()).getSlotsList();
  }

  @Test
  void unknownTableShardAndSchemaVersion() {
    try (TestFeed feed = TestFeed.start(directory)) {
      TableDef table = feed.createTable("t");
      var page = ReadSnapshotPageRequest.newBuilder().setTableId(NO_SUCH_TABLE).build();
      var keys = SuggestSplitKeysRequest.newBuilder().setTableId(NO_SUCH_TABLE).build();
      var version =
          GetTableVersionRequest.newBuilder()
              .setTableId(table.id().value())
              .setSchemaVersion(9)
              .build();
      var shard = ListTablesRequest.newBuilder().setShard(3).build();

      assertThat(TestFeed.refusalOf(() -> feed.calls().readSnapshotPage(page)))
          .returns(ErrorCode.UNDEFINED_TABLE, DoLakeException::code)
          .hasMessageContaining("4711");
      assertThat(TestFeed.refusalOf(() -> feed.calls().suggestSplitKeys(keys)).code())
          .isEqualTo(ErrorCode.UNDEFINED_TABLE);
      assertThat(TestFeed.refusalOf(() -> feed.calls().getTableVersion(version)))
          .returns(ErrorCode.SCHEMA_VERSION_UNKNOWN, DoLakeException::code)
          .hasMessageContaining("no schema version 9");
      assertThat(TestFeed.refusalOf(() -> feed.calls().listTables(shard)))
          .returns(ErrorCode.UNDEFINED_OBJECT, DoLakeException::code)
          .hasMessageContaining("shard 3 is not on this node");
    }
  }

  @Test
  void namesAndBoundsThatMakeNoSense() {
    try (TestFeed feed = TestFeed.start(directory)) {
      TableDef table = feed.createTable("t");
      var slot = CreateSlotRequest.newBuilder().setSlot("no spaces\n").build();
      var page =
          ReadSnapshotPageRequest.newBuilder()
              .setTableId(table.id().value())
              .setFromKey(com.google.protobuf.ByteString.copyFrom(new byte[300]))
              .build();

      assertThat(TestFeed.refusalOf(() -> feed.calls().createSlot(slot)))
          .returns(ErrorCode.INVALID_PARAMETER, DoLakeException::code)
          .hasMessageContaining("'no spaces?'");
      assertThat(TestFeed.refusalOf(() -> feed.calls().readSnapshotPage(page)))
          .returns(ErrorCode.INVALID_PARAMETER, DoLakeException::code)
          .hasMessageContaining("300 bytes");
    }
  }

  @Test
  void positionsOutsideTheLog() {
    try (TestFeed feed = TestFeed.start(directory)) {
      feed.createTable("t");
      long future = feed.store().lastLsn().value() + 100;
      feed.createSlot("s", 0);
      var confirm = ConfirmLsnRequest.newBuilder().setSlot("s").setLsn(future).build();

      assertThat(refusalOfStream(feed, stream("", "", future)).code())
          .isEqualTo(ErrorCode.LSN_IN_FUTURE);
      assertThat(TestFeed.refusalOf(() -> feed.calls().confirmLsn(confirm)))
          .returns(ErrorCode.LSN_IN_FUTURE, DoLakeException::code)
          .hasMessageContaining("the log of shard 0 ends at");
      assertThat(refusalOfStream(feed, stream("nobody", "me", 0)).code())
          .isEqualTo(ErrorCode.SLOT_UNDEFINED);
    }
  }

  @Test
  void slotIsForOneReaderWhoMayComeBack() {
    try (TestFeed feed = TestFeed.start(directory)) {
      feed.createTable("t");
      feed.createSlot("s", 0);
      Iterator<ChangeBatch> first = feed.stream(stream("s", "ada", 0));
      first.next();

      assertThat(refusalOfStream(feed, stream("s", "bob", 0)))
          .returns(ErrorCode.SLOT_IN_USE, DoLakeException::code)
          .hasMessageContaining("in use by reader ada");
      var drop = DropSlotRequest.newBuilder().setSlot("s").build();
      assertThat(TestFeed.refusalOf(() -> feed.calls().dropSlot(drop)).code())
          .isEqualTo(ErrorCode.SLOT_IN_USE);
      assertThat(slots(feed)).singleElement().returns("ada", SlotState::getReader);

      Iterator<ChangeBatch> second = feed.stream(stream("s", "ada", 0));
      assertThat(second.next().getCompleteLsn()).isPositive();
      assertThat(TestFeed.refusalOf(() -> first.forEachRemaining(batch -> {})))
          .returns(ErrorCode.SLOT_IN_USE, DoLakeException::code)
          .hasMessageContaining("taken over");
    }
  }

  @Test
  void slotThatRetentionOvertookIsLostAndItsLogIsGone() {
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config -> config,
            store ->
                store
                    .segmentBytes(1 << 20)
                    .checkpointInterval(Duration.ofMillis(50))
                    .checkpointLogBytes(1 << 20)
                    .retention(new RetentionOptions(Duration.ZERO, 1 << 20, 2 << 20, null)))) {
      TableDef table = feed.createTable("t");
      feed.createSlot("slow", 1);
      String text = "x".repeat(10_000);
      long[] id = {0};

      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                feed.commit(
                    t -> {
                      for (int i = 0; i < 50; i++) {
                        t.insert(table.id(), new Object[] {id[0]++, text});
                      }
                    });
                return slots(feed).get(0).getLost();
              });

      assertThat(refusalOfStream(feed, stream("slow", "me", 1)))
          .returns(ErrorCode.SLOT_LOST, DoLakeException::code)
          .hasMessageContaining("removed by retention");
      assertThat(refusalOfStream(feed, stream("", "", 1)).code()).isEqualTo(ErrorCode.LSN_REMOVED);
      var position = FindPositionRequest.newBuilder().setTimestamp(1).build();
      assertThat(TestFeed.refusalOf(() -> feed.calls().findPosition(position)).code())
          .isEqualTo(ErrorCode.LSN_REMOVED);
    }
  }

  @Test
  void moreStreamsThanConfigured() {
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config -> config.with(NodeOptions.FEED_MAX_STREAMS, 1),
            builder -> builder)) {
      feed.createTable("t");
      feed.stream(stream("", "", 0)).next();

      assertThat(refusalOfStream(feed, stream("", "", 0)))
          .returns(ErrorCode.TOO_MANY_CONNECTIONS, DoLakeException::code)
          .hasMessageContaining("all 1 streams");
    }
  }

  @Test
  void temporarySlotGoesWhenNobodyComesBack() {
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config -> config.with(NodeOptions.FEED_TEMPORARY_SLOT_TTL, Duration.ofMillis(200)),
            builder -> builder)) {
      feed.createTable("t");
      feed.createSlot("tmp_job", 0);
      feed.createSlot("kept", 0);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(slots(feed)).extracting(SlotState::getName).containsExactly("kept"));
    }
  }
}
