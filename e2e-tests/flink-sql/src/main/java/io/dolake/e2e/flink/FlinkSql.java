package io.dolake.e2e.flink;

import io.dolake.e2e.shell.SqlShell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Flink SQL in batch mode with an Iceberg REST catalog named {@code lake}, served to the process
 * that starts it.
 *
 * <p>Arguments: {@code key=value}, properties of the catalog.
 */
public final class FlinkSql {
  private FlinkSql() {}

  public static void main(String[] properties) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
    // Iceberg's thread pools outlive the job that started them, and keep its class loader.
    configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(configuration)
                .build());
    tables.executeSql(createCatalog(properties));
    SqlShell.serve(statement -> run(tables, statement));
  }

  private static String createCatalog(String[] properties) {
    StringJoiner options = new StringJoiner(", ", "CREATE CATALOG lake WITH (", ")");
    options.add("'type'='iceberg'").add("'catalog-type'='rest'");
    for (String property : properties) {
      int equals = property.indexOf('=');
      options.add(
          "'%s'='%s'".formatted(property.substring(0, equals), property.substring(equals + 1)));
    }
    return options.toString();
  }

  private static List<String> run(TableEnvironment tables, String statement) throws Exception {
    TableResult result = tables.executeSql(statement);
    if (statement.startsWith("INSERT")) {
      // The job's own future: asking the embedded cluster fails once it has shut down.
      result.getJobClient().orElseThrow().getJobExecutionResult().get();
      return List.of();
    }
    return rows(result);
  }

  private static List<String> rows(TableResult result) throws Exception {
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> iterator = result.collect()) {
      while (iterator.hasNext()) {
        rows.add(text(iterator.next()));
      }
    }
    return rows;
  }

  private static String text(Row row) {
    StringJoiner values = new StringJoiner("\t");
    for (int i = 0; i < row.getArity(); i++) {
      values.add(String.valueOf(row.getField(i)));
    }
    return values.toString();
  }
}
