package io.dolake.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source in local Flink jobs against a real store and feed. */
class DoSqlSourceITCase {
  @TempDir Path directory;
  private FeedNode node;

  @BeforeEach
  void startNode() {
    node = new FeedNode(directory);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private DoSqlSourceBuilder<ChangeRecord> builder() {
    return DoSqlSource.<ChangeRecord>builder()
        .endpoints(node.endpoint())
        .deserializer(ChangeDeserializer.raw());
  }

  private static List<ChangeRecord> collect(DoSqlSource<ChangeRecord> source, int parallelism)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(parallelism);
    List<ChangeRecord> records = new ArrayList<>();
    try (CloseableIterator<ChangeRecord> iterator =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "dosql").executeAndCollect()) {
      iterator.forEachRemaining(records::add);
    }
    return records;
  }

  @Test
  void boundedSourceReadsEveryRowOfTheInitialLoadOnce() throws Exception {
    TableDef table = node.createTable("numbers");
    node.insertRange(table.id(), 0, 20_000);

    List<ChangeRecord> records = collect(builder().bounded().pageBytes(16 << 10).build(), 3);

    List<ChangeRecord> rows =
        records.stream().filter(r -> r.kind() == ChangeKind.SNAPSHOT_ROW).toList();
    assertThat(rows).hasSize(20_000);
    assertThat(rows.stream().map(r -> java.nio.ByteBuffer.wrap(r.key())).distinct())
        .hasSize(20_000);
    assertThat(records.stream().filter(r -> r.kind() == ChangeKind.SNAPSHOT_COMPLETE)).hasSize(1);
    assertThat(records.stream().filter(ChangeRecord::isRow)).hasSize(20_000);
  }

  @Test
  void sourceFromAnLsnReadsWholeTransactionsInOrder() throws Exception {
    TableDef table = node.createTable("numbers");
    TableId id = table.id();
    long created = node.store().lastLsn().value();
    node.commit(t -> t.insert(id, new Object[] {1L, "a"}));
    node.commit(t -> t.update(id, new Object[] {1L}, new Object[] {1L, "b"}));
    node.commit(t -> t.delete(id, 1L));

    List<ChangeRecord> records =
        collect(
            builder().bounded().startup(StartupMode.afterLsn(java.util.Map.of(0, created))).build(),
            2);

    List<ChangeRecord> rows = records.stream().filter(ChangeRecord::isRow).toList();
    assertThat(rows)
        .extracting(ChangeRecord::kind)
        .containsExactly(ChangeKind.INSERT, ChangeKind.UPDATE, ChangeKind.DELETE);
    assertThat(rows)
        .extracting(ChangeRecord::lsn)
        .containsExactly(created + 1, created + 2, created + 3);
    assertThat(rows.get(1).before()).isEqualTo(rows.get(0).after());
  }
}
