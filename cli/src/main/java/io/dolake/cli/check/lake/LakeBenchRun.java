package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.common.ShardId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.LakeJob;
import io.dolake.lake.LakeJobConfig;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;

/** One run of {@link LakeBench}. */
final class LakeBenchRun {
  private static final TableIdentifier TABLE = TableIdentifier.of("main", "bench");
  private static final int ROWS_PER_TRANSACTION = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CheckContext context;
  private final Random random;
  private final int keys;
  private final long changes;
  private TableId tableId;
  private long nextKey;

  LakeBenchRun(CheckContext context) {
    this.context = context;
    this.random = new Random(context.seed());
    this.keys = Integer.parseInt(context.option("keys", "200000"));
    this.changes = 1_000L * context.rounds();
  }

  CheckResult run() throws Exception {
    Path directory = context.workDirectory();
    Path catalogDirectory = Files.createDirectories(directory.resolve("catalog"));
    Path nodeDirectory = Files.createDirectories(directory.resolve("node"));
    try (CatalogServer catalog = new CatalogServer(CatalogConfig.embedded(catalogDirectory));
        ShardStore store =
            ShardStores.open(nodeDirectory, StoreConfig.builder().shardId(new ShardId(0)).build());
        FeedServer feed =
            FeedServer.start(
                NodeConfig.embedded(nodeDirectory), store, "main", new SimpleMeterRegistry());
        RESTCatalog reader = new RESTCatalog()) {
      catalog.start();
      reader.initialize(
          "bench",
          Map.of(
              CatalogProperties.URI,
              catalog.uri().toString(),
              CatalogProperties.FILE_IO_IMPL,
              "io.dolake.lake.io.LocalFileIO"));
      long loaded = load(store);
      long startNanos = System.nanoTime();
      JobClient job = startJob(directory, "127.0.0.1:" + feed.port(), catalog.uri().toString());
      try {
        await(reader, loaded);
        double loadRate = keys / seconds(startNanos);
        context.progress().printf("initial load %,.0f rows/s%n", loadRate);
        long before = lakeBytes(directory);
        startNanos = System.nanoTime();
        long last = change(store);
        double commitRate = changes / seconds(startNanos);
        await(reader, last);
        double rate = changes / seconds(startNanos);
        double bytesPerChange = (lakeBytes(directory) - before) / (double) changes;
        return result(reader, loadRate, commitRate, rate, bytesPerChange);
      } finally {
        job.cancel().get(1, TimeUnit.MINUTES);
      }
    }
  }

  private JobClient startJob(Path directory, String feed, String catalogUri) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            Integer.parseInt(context.option("parallelism", "1")), new Configuration());
    new LakeJob(
            LakeJobConfig.builder(
                    feed, catalogUri, directory.resolve("catalog/warehouse").toUri().toString())
                .checkpointDirectory(directory.resolve("checkpoints").toUri().toString())
                .stateBackend(
                    LakeJobConfig.StateBackendKind.valueOf(
                        context.option("backend", "rocksdb").toUpperCase(Locale.ROOT)))
                .build())
        .build(env);
    return env.executeAsync("lake bench");
  }

  private long load(ShardStore store) {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      TableDef table =
          new TableDef(
              transaction.allocateTableId(),
              1,
              TableDef.DEFAULT_SCHEMA,
              TABLE.name(),
              List.of(
                  ColumnDef.of(1, "id", ColumnType.INTEGER, false),
                  ColumnDef.of(2, "amount", ColumnType.INTEGER, true),
                  ColumnDef.of(3, "price", ColumnType.REAL, true),
                  ColumnDef.of(4, "name", ColumnType.TEXT, true)),
              List.of(KeyColumn.ascending(1)),
              List.of(),
              List.of(),
              4,
              "",
              "");
      transaction.apply(new CatalogChange.CreateTable(table));
      transaction.commit();
      tableId = table.id();
    }
    long last = 0;
    while (nextKey < keys) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (int i = 0; i < ROWS_PER_TRANSACTION && nextKey < keys; i++) {
          transaction.insert(tableId, row(nextKey++));
        }
        last = transaction.commit().commitTimestamp().value();
      }
    }
    return last;
  }

  private Object[] row(long key) {
    return new Object[] {
      key, random.nextLong(1_000_000), random.nextDouble(), "name " + key % 1000
    };
  }

  private long change(ShardStore store) {
    long last = 0;
    for (long done = 0; done < changes; done += ROWS_PER_TRANSACTION) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        for (int i = 0; i < ROWS_PER_TRANSACTION; i++) {
          int kind = random.nextInt(10);
          long key = random.nextLong(nextKey);
          if (kind < 2 || !touch(transaction, kind == 9, key)) {
            transaction.insert(tableId, row(nextKey++));
          }
        }
        last = transaction.commit().commitTimestamp().value();
      }
    }
    return last;
  }

  /** Deletes or updates a row; false if there is none. */
  private boolean touch(ShardTransaction transaction, boolean delete, long key) {
    return delete
        ? transaction.delete(tableId, key)
        : transaction.update(tableId, new Object[] {key}, row(key));
  }

  private static void await(RESTCatalog reader, long timestamp) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (resolved(reader) < timestamp) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException("the lake did not catch up in " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static long resolved(RESTCatalog reader) {
    if (!reader.tableExists(TABLE)) {
      return Long.MIN_VALUE;
    }
    Snapshot snapshot = reader.loadTable(TABLE).currentSnapshot();
    return snapshot == null
        ? Long.MIN_VALUE
        : Long.parseLong(snapshot.summary().get("dolake.resolved-timestamp"));
  }

  private CheckResult result(
      RESTCatalog reader, double loadRate, double commitRate, double rate, double bytesPerChange)
      throws IOException {
    Table table = reader.loadTable(TABLE);
    long startNanos = System.nanoTime();
    long rows = 0;
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      for (Record record : records) {
        rows += record.size() > 0 ? 1 : 0;
      }
    }
    double scanSeconds = seconds(startNanos);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("initialLoadRowsPerSecond", Math.round(loadRate));
    values.put("storeChangesPerSecond", Math.round(commitRate));
    values.put("lakeChangesPerSecond", Math.round(rate));
    values.put("lakeBytesPerChange", Math.round(bytesPerChange));
    values.put("scanRows", rows);
    values.put("scanSeconds", scanSeconds);
    return new CheckResult(
        true,
        String.format(
            "lake: %,.0f changes/s (store alone %,.0f), initial load %,.0f rows/s, %.0f bytes per"
                + " change, scan of %,d rows %.2f s",
            rate, commitRate, loadRate, bytesPerChange, rows, scanSeconds),
        values);
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  /** Data, deletion vectors and manifests on disk. */
  private static long lakeBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("catalog/warehouse"))) {
      return files.filter(Files::isRegularFile).mapToLong(LakeBenchRun::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return 0; // expired while we count
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
