package io.dolake.cdc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.cdc.FeedNode;
import io.dolake.cdc.SingletonTypeInfo;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cdc.cli.parser.YamlPipelineDefinitionParser;
import org.apache.flink.cdc.common.configuration.Configuration;
import org.apache.flink.cdc.common.event.AddColumnEvent;
import org.apache.flink.cdc.common.event.CreateTableEvent;
import org.apache.flink.cdc.common.event.DataChangeEvent;
import org.apache.flink.cdc.common.event.DropTableEvent;
import org.apache.flink.cdc.common.event.Event;
import org.apache.flink.cdc.common.event.OperationType;
import org.apache.flink.cdc.common.event.TableId;
import org.apache.flink.cdc.common.factories.DataSourceFactory;
import org.apache.flink.cdc.common.factories.FactoryHelper;
import org.apache.flink.cdc.common.source.DataSource;
import org.apache.flink.cdc.common.source.FlinkSourceProvider;
import org.apache.flink.cdc.composer.definition.PipelineDef;
import org.apache.flink.cdc.composer.definition.SourceDef;
import org.apache.flink.cdc.composer.utils.FactoryDiscoveryUtils;
import org.apache.flink.cdc.runtime.serializer.event.EventSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The source of a Flink CDC pipeline as Flink CDC makes it: the documented definition through its
 * parser, the factory by its name, the source it provides in a Flink job.
 */
class DoSqlPipelineITCase {
  private static final TableId ORDERS = TableId.tableId("main", "orders");

  @TempDir Path directory;
  private FeedNode node;

  @BeforeEach
  void start() {
    node = new FeedNode(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** The first YAML block of the documentation, on the test's node. */
  private String documentedPipeline() throws IOException {
    Path module = Path.of(System.getProperty("basedir", "cdc-connector"));
    String text = Files.readString(module.resolve("../docs/flink-source.md"));
    int begin = text.indexOf("```yaml\n") + "```yaml\n".length();
    return text.substring(begin, text.indexOf("```", begin))
        .replace("127.0.0.1:15433", node.endpoint());
  }

  private static DataSource dataSource(SourceDef definition) {
    DataSourceFactory factory =
        FactoryDiscoveryUtils.getFactoryByIdentifier(definition.getType(), DataSourceFactory.class);
    return factory.createDataSource(
        new FactoryHelper.DefaultContext(
            definition.getConfig(),
            new Configuration(),
            Thread.currentThread().getContextClassLoader()));
  }

  private static CloseableIterator<Event> run(DataSource source) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    FlinkSourceProvider provider = (FlinkSourceProvider) source.getEventSourceProvider();
    return env.fromSource(
            provider.getSource(),
            WatermarkStrategy.noWatermarks(),
            "dosql",
            SingletonTypeInfo.of(Event.class, EventSerializer.INSTANCE))
        .executeAndCollect();
  }

  @Test
  void documentedPipelineReadsRowsChangesAndSchemaChangesInOrder() throws Exception {
    TableDef orders = node.createTable("orders");
    node.createTable("customers");
    node.insertRange(orders.id(), 0, 3);
    PipelineDef definition =
        new YamlPipelineDefinitionParser().parse(documentedPipeline(), new Configuration());
    assertThat(definition.getSink().getType()).isEqualTo("values");

    try (CloseableIterator<Event> events = run(dataSource(definition.getSource()))) {
      List<Event> load = new ArrayList<>();
      while (load.stream().filter(DataChangeEvent.class::isInstance).count() < 3) {
        load.add(events.next());
      }
      assertThat(load.stream().filter(CreateTableEvent.class::isInstance))
          .extracting(event -> ((CreateTableEvent) event).tableId())
          .contains(ORDERS);
      node.addColumn(orders.id(), "note");
      node.commit(
          t -> t.update(orders.id(), new Object[] {1L}, new Object[] {1L, "changed", "why"}));
      node.commit(t -> t.delete(orders.id(), 2L));
      node.commit(t -> t.apply(new CatalogChange.DropTable(orders.id())));

      List<Event> later = new ArrayList<>();
      while (later.size() < 4) {
        Event event = events.next();
        if (!(event instanceof CreateTableEvent)) {
          later.add(event);
        }
      }
      assertThat(later.get(0))
          .isInstanceOfSatisfying(
              AddColumnEvent.class,
              added ->
                  assertThat(added.getAddedColumns())
                      .extracting(column -> column.getAddColumn().getName())
                      .containsExactly("note"));
      assertThat(later.get(1))
          .isInstanceOfSatisfying(
              DataChangeEvent.class,
              update -> {
                assertThat(update.op()).isEqualTo(OperationType.UPDATE);
                assertThat(update.before().getString(1)).hasToString("v1");
                assertThat(update.after().getString(1)).hasToString("changed");
                assertThat(update.after().getString(2)).hasToString("why");
                assertThat(update.meta()).containsKeys("lsn", "shard", "transaction_id", "ts_ms");
              });
      assertThat(later.get(2))
          .isInstanceOfSatisfying(
              DataChangeEvent.class,
              delete -> {
                assertThat(delete.op()).isEqualTo(OperationType.DELETE);
                assertThat(delete.before().getLong(0)).isEqualTo(2);
              });
      assertThat(later.get(3)).isEqualTo(new DropTableEvent(ORDERS));
    }
  }

  @Test
  void metadataOfTheSourceListsTablesAndTheirSchemas() throws Exception {
    node.createTable("orders");
    DataSource source =
        dataSource(
            new YamlPipelineDefinitionParser()
                .parse(documentedPipeline(), new Configuration())
                .getSource());

    assertThat(source.getMetadataAccessor().listTables(null, "main")).containsExactly(ORDERS);
    assertThat(source.getMetadataAccessor().getTableSchema(ORDERS).getColumnNames())
        .containsExactly("id", "value");
    assertThat(source.getMetadataAccessor().getTableSchema(ORDERS).primaryKeys())
        .containsExactly("id");
  }

  @Test
  void wrongDefinitionIsRefusedInOneLine() throws Exception {
    Configuration options = Configuration.fromMap(Map.of("endpoints", node.endpoint()));
    assertThatThrownBy(() -> dataSource(new SourceDef("dosql", null, options)))
        .hasMessageContaining("tables");
    options.set(DoSqlDataSourceFactory.TABLES, "main.*");
    options.set(DoSqlDataSourceFactory.STARTUP_MODE, "someday");
    assertThatThrownBy(() -> dataSource(new SourceDef("dosql", null, options)))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("unknown scan.startup.mode: someday");
  }
}
