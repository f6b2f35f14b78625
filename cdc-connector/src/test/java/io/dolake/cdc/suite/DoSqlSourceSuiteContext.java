package io.dolake.cdc.suite;

import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.FeedNode;
import io.dolake.common.TableId;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** Gives Flink's suite a source over tables of a node; what it calls a split is a table. */
final class DoSqlSourceSuiteContext implements DataStreamSourceExternalContext<String> {
  private static final AtomicInteger CONTEXTS = new AtomicInteger();

  private final FeedNode node;
  private final String prefix = "suite" + CONTEXTS.incrementAndGet() + "_";
  private final AtomicInteger tables = new AtomicInteger();

  DoSqlSourceSuiteContext(FeedNode node) {
    this.node = node;
  }

  @Override
  public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
    DoSqlSourceBuilder<String> builder =
        DoSqlSource.<String>builder()
            .endpoints(node.endpoint())
            .tables("main." + prefix + "*")
            .splitsPerTable(1)
            .deserializer(new InsertedValues());
    return settings.getBoundedness() == Boundedness.BOUNDED
        ? builder.bounded().build()
        : builder.build();
  }

  @Override
  public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
      TestingSourceSettings settings) {
    TableId table = node.createTable(prefix + tables.incrementAndGet()).id();
    return new ExternalSystemSplitDataWriter<>() {
      private long nextId;

      @Override
      public void writeRecords(List<String> records) {
        node.commit(
            transaction ->
                records.forEach(
                    value -> transaction.insert(table, new Object[] {nextId++, value})));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<String> generateTestData(TestingSourceSettings settings, int split, long seed) {
    Random random = new Random(seed);
    List<String> values = new ArrayList<>();
    int count = 500 + random.nextInt(500);
    for (int i = 0; i < count; i++) {
      values.add(split + "-" + i + "-" + Long.toHexString(random.nextLong()));
    }
    return values;
  }

  @Override
  public TypeInformation<String> getProducedType() {
    return Types.STRING;
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "DoSQL";
  }
}
