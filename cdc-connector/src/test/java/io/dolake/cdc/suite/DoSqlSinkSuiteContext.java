package io.dolake.cdc.suite;

import io.dolake.cdc.jdbc.DoSqlSink;
import io.dolake.cdc.jdbc.JdbcConfig;
import io.dolake.cdc.jdbc.TableShape;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.VarCharType;

/** Gives Flink's suite the sink on a table of its own, and a reader of that table through SQL. */
final class DoSqlSinkSuiteContext implements DataStreamSinkV2ExternalContext<String> {
  private static final AtomicInteger CONTEXTS = new AtomicInteger();
  private static final int RECORDS = 600;

  private final JdbcConfig jdbc;
  private final String table = "written" + CONTEXTS.incrementAndGet();

  DoSqlSinkSuiteContext(String url) {
    this.jdbc = new JdbcConfig(url, "dolake", "");
    try (Connection connection = jdbc.open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (value TEXT PRIMARY KEY, length BIGINT)");
    } catch (SQLException e) {
      throw new IllegalStateException("table " + table + " cannot be created", e);
    }
  }

  @Override
  public Sink<String> createSink(TestingSinkSettings settings) {
    TableShape shape =
        new TableShape(
            "main",
            table,
            List.of("value", "length"),
            List.of(new VarCharType(false, VarCharType.MAX_LENGTH), new BigIntType()),
            List.of(0));
    return new TextSink(
        new DoSqlSink(jdbc, shape, new DoSqlSink.Buffering(50, Duration.ofMillis(100), 10)));
  }

  @Override
  public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
    try {
      return new WrittenTexts(jdbc.open(), table);
    } catch (SQLException e) {
      throw new IllegalStateException("table " + table + " cannot be read", e);
    }
  }

  @Override
  public List<String> generateTestData(TestingSinkSettings settings, long seed) {
    Random random = new Random(seed);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      values.add(i + "-" + Long.toHexString(random.nextLong()));
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
