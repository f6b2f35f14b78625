package io.dolake.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeProto;
import io.dolake.common.proto.feed.ChangeProto.Kind;
import io.dolake.common.proto.feed.ListTablesRequest;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.dolake.common.proto.feed.TableFilter;
import io.dolake.common.proto.feed.TablePattern;
import io.dolake.common.proto.feed.TransactionPart;
import io.dolake.sql.sequence.SequencePosition;
import io.dolake.sql.sequence.SequenceTable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream of changes gives, read straight through gRPC. */
class FeedStreamITCase {
  private static final int LONG_SILENCE_MILLIS = 60_000;

  @TempDir Path directory;
  private TestFeed feed;

  @BeforeEach
  void start() {
    feed = TestFeed.start(directory);
  }

  @AfterEach
  void stop() {
    feed.close();
  }

  private static StreamChangesRequest.Builder after(long lsn) {
    return StreamChangesRequest.newBuilder().setAfterLsn(lsn);
  }

  @Test
  void commitWakesAWaitingStream() {
    TableDef table = feed.createTable("t");
    long before = feed.store().lastLsn().value();
    Iterator<ChangeBatch> stream =
        feed.stream(after(before).setHeartbeatMillis(LONG_SILENCE_MILLIS));
    assertThat(stream.next().getPartsList()).as("the stream is open").isEmpty();

    long lsn = feed.commit(t -> t.insert(table.id(), new Object[] {1L, "a"}));

    // Long before a heartbeat could have brought it.
    assertThat(stream.next().getPartsList())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.getLsn()).isEqualTo(lsn);
              assertThat(part.getLast()).isTrue();
              assertThat(part.getChanges(0).getKind()).isEqualTo(Kind.INSERT);
            });
  }

  @Test
  void timeGoesOnWhileNobodyCommits() {
    feed.createTable("t");
    Iterator<ChangeBatch> stream =
        feed.stream(after(feed.store().lastLsn().value()).setHeartbeatMillis(10));
    long first = stream.next().getResolvedTimestamp();

    long second = stream.next().getResolvedTimestamp();

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void schemaChangesComeInOrderWithTheData() {
    TableDef table = feed.createTable("t");
    feed.commit(t -> t.insert(table.id(), new Object[] {1L, "a"}));
    TableDef altered = feed.alterTable(table, "t");
    feed.commit(t -> t.update(table.id(), new Object[] {1L}, new Object[] {1L, "b", "c"}));
    feed.commit(t -> t.delete(table.id(), 1L));
    feed.commit(t -> t.apply(new CatalogChange.TruncateTable(table.id())));
    long last = feed.commit(t -> t.apply(new CatalogChange.DropTable(table.id())));

    List<ChangeProto> changes =
        TestFeed.changesUpTo(feed.stream(after(0).addTableIds(table.id().value())), last);

    assertThat(changes)
        .extracting(ChangeProto::getKind)
        .containsExactly(
            Kind.TABLE_VERSION,
            Kind.INSERT,
            Kind.TABLE_VERSION,
            Kind.UPDATE,
            Kind.DELETE,
            Kind.TRUNCATE,
            Kind.DROP_TABLE);
    assertThat(changes.get(2).getTable().toByteArray())
        .isEqualTo(CatalogCodec.encodeTable(altered));
    assertThat(changes.get(3).getBefore()).isEqualTo(changes.get(1).getAfter());
    assertThat(changes.get(4).getBefore()).isEqualTo(changes.get(3).getAfter());
  }

  @Test
  void filterLeavesOtherTablesOnTheNodeAndFollowsARenamedOne() {
    TableDef other = feed.createTable("secrets");
    TableDef wanted = feed.createTable("orders");
    long before = feed.store().lastLsn().value();
    StreamChangesRequest.Builder request =
        after(before)
            .setFilter(
                TableFilter.newBuilder()
                    .addPatterns(TablePattern.newBuilder().setSchema("main").setTable("ORD*")));
    Iterator<ChangeBatch> stream = feed.stream(request);
    stream.next();
    feed.commit(
        t -> {
          t.insert(other.id(), new Object[] {1L, "hidden"});
          t.insert(wanted.id(), new Object[] {1L, "seen"});
        });
    feed.alterTable(wanted, "renamed");
    feed.commit(t -> t.insert(wanted.id(), new Object[] {2L, "seen", null}));
    long last = feed.commit(t -> t.insert(other.id(), new Object[] {2L, "hidden"}));

    List<ChangeProto> changes = TestFeed.changesUpTo(stream, last);

    assertThat(changes)
        .extracting(ChangeProto::getTableId)
        .containsOnly(wanted.id().value())
        .hasSize(3);
    assertThat(changes.get(0).getIndex()).as("counts changes of all tables").isEqualTo(1);
  }

  @Test
  void sequencesStayOnTheNode() {
    TableDef table = feed.createTable("t");
    long before = feed.store().lastLsn().value();
    Iterator<ChangeBatch> stream = feed.stream(after(before));
    SequenceDef definition = new SequenceDef("bigint", 1, 1, 1, 1000, 1, false, null);
    TableId[] sequence = new TableId[1];
    feed.commit(
        t -> {
          sequence[0] = t.allocateTableId();
          t.apply(
              new CatalogChange.CreateTable(
                  SequenceTable.define(sequence[0], "main", "s", definition, "")));
          SequenceTable.insert(t, sequence[0], SequencePosition.before(1));
          t.insert(table.id(), new Object[] {1L, "seen"});
        });
    feed.commit(t -> SequenceTable.write(t, sequence[0], new SequencePosition(33, true)));
    feed.commit(t -> t.apply(new CatalogChange.KeepRowId(table.id(), 33)));
    long last = feed.commit(t -> t.apply(new CatalogChange.DropTable(sequence[0])));

    List<ChangeProto> changes = TestFeed.changesUpTo(stream, last);

    assertThat(changes)
        .singleElement()
        .satisfies(change -> assertThat(change.getTableId()).isEqualTo(table.id().value()));
    assertThat(feed.calls().listTables(ListTablesRequest.getDefaultInstance()).getTablesList())
        .singleElement()
        .satisfies(listed -> assertThat(listed.getName()).isEqualTo("t"));
  }

  @Test
  void imagesBeforeAreLeftOutOnRequest() {
    TableDef table = feed.createTable("t");
    feed.commit(t -> t.insert(table.id(), new Object[] {1L, "a"}));
    long before = feed.store().lastLsn().value();
    long last = feed.commit(t -> t.update(table.id(), new Object[] {1L}, new Object[] {1L, "b"}));

    List<ChangeProto> changes =
        TestFeed.changesUpTo(feed.stream(after(before).setOmitBeforeImages(true)), last);

    assertThat(changes).singleElement().matches(change -> change.getBefore().isEmpty());
  }

  @Test
  void largeTransactionComesInMessagesOfBoundedSize() {
    TableDef table = feed.createTable("t");
    long before = feed.store().lastLsn().value();
    int rows = 20_000;
    String text = "x".repeat(100);
    long lsn =
        feed.commit(
            t -> {
              for (long id = 0; id < rows; id++) {
                t.insert(table.id(), new Object[] {id, text});
              }
            });

    Iterator<ChangeBatch> stream = feed.stream(after(before));
    int nextIndex = 0;
    int messages = 0;
    boolean ended = false;
    while (!ended) {
      ChangeBatch batch = stream.next();
      assertThat(batch.getSerializedSize()).isLessThan(512 << 10);
      for (TransactionPart part : batch.getPartsList()) {
        assertThat(part.getLsn()).isEqualTo(lsn);
        assertThat(ended).as("nothing follows the last part").isFalse();
        for (ChangeProto change : part.getChangesList()) {
          assertThat(change.getIndex()).isEqualTo(nextIndex++);
        }
        ended = part.getLast();
      }
      assertThat(batch.getCompleteLsn()).isEqualTo(ended ? lsn : before);
      messages++;
    }

    assertThat(nextIndex).isEqualTo(rows);
    assertThat(messages).isGreaterThan(5);
  }

  @Test
  void closingTheServerEndsStreamsWithTheReason() {
    feed.createTable("t");
    Iterator<ChangeBatch> stream = feed.stream(after(0));
    stream.next();

    feed.server().close();

    assertThat(TestFeed.refusalOf(() -> stream.forEachRemaining(batch -> {})).code())
        .isEqualTo(ErrorCode.SHUTTING_DOWN);
  }
}
