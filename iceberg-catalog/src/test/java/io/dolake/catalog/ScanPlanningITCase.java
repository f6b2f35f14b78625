package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanPlanningITCase {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "region", Types.StringType.get()));
  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity("region").build();
  private static final TableIdentifier TABLE = TableIdentifier.of("shop", "t");
  private static final int FILES = 1_201;

  @TempDir Path directory;
  private CatalogServer server;
  private RESTCatalog catalog;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    catalog = CatalogClients.connect(server, Map.of("scan-planning-mode", "server"));
    catalog.createNamespace(Namespace.of("shop"));
  }

  @AfterEach
  void stop() throws Exception {
    catalog.close();
    server.close();
  }

  @Test
  void serverPlansWhatTheClientWouldPlan() throws Exception {
    Table table = tableWithFiles();

    List<String> all = plan(table.newScan());
    List<String> filtered = plan(table.newScan().filter(Expressions.equal("region", "r1")));

    assertThat(table.newScan().getClass().getSimpleName()).isEqualTo("RESTTableScan");
    assertThat(all).hasSize(FILES).doesNotHaveDuplicates();
    assertThat(filtered).hasSize(FILES / 3).allMatch(path -> path.contains("/r1/"));
  }

  @Test
  void emptyTableHasAnEmptyPlan() throws Exception {
    catalog.buildTable(TABLE, SCHEMA).withPartitionSpec(SPEC).create();

    assertThat(plan(catalog.loadTable(TABLE).newScan())).isEmpty();
  }

  @Test
  void unknownPlansAndTasksAreNotFound() {
    tableWithFiles();
    RawHttp http = new RawHttp(server.uri());
    String path = "/v1/namespaces/shop/tables/t";

    assertThat(http.get(path + "/plan/none").errorType()).isEqualTo("NoSuchPlanIdException");
    assertThat(http.post(path + "/tasks", "{\"plan-task\":\"none/1\"}").errorType())
        .isEqualTo("NoSuchPlanTaskException");
    assertThat(http.delete(path + "/plan/none").status()).isEqualTo(404);
  }

  @Test
  void cancelledPlanIsForgotten() {
    tableWithFiles();
    RawHttp http = new RawHttp(server.uri());
    String path = "/v1/namespaces/shop/tables/t/plan";
    String plan = http.post(path, "{}").json().get("plan-id").asText();
    assertThat(http.get(path + "/" + plan).status()).isEqualTo(200);

    assertThat(http.delete(path + "/" + plan).status()).isEqualTo(204);

    assertThat(http.get(path + "/" + plan).status()).isEqualTo(404);
  }

  private Table tableWithFiles() {
    Table table = catalog.buildTable(TABLE, SCHEMA).withPartitionSpec(SPEC).create();
    AppendFiles append = table.newAppend();
    for (int i = 0; i < FILES; i++) {
      String region = "r" + i % 3;
      append.appendFile(
          DataFiles.builder(SPEC)
              .withPath("file:///data/" + region + "/" + i + ".parquet")
              .withPartitionPath("region=" + region)
              .withFileSizeInBytes(10)
              .withRecordCount(1)
              .build());
    }
    append.commit();
    return catalog.loadTable(TABLE);
  }

  private static List<String> plan(TableScan scan) throws IOException {
    List<String> paths = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      tasks.forEach(task -> paths.add(task.file().location()));
    }
    return paths;
  }
}
