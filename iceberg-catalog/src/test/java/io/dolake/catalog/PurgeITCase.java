package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeITCase {
  private static final TableIdentifier TABLE = TableIdentifier.of("shop", "t");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir Path directory;
  private CatalogServer server;
  private RESTCatalog catalog;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    catalog = CatalogClients.connect(server);
    catalog.createNamespace(Namespace.of("shop"));
  }

  @AfterEach
  void stop() throws Exception {
    catalog.close();
    server.close();
  }

  @Test
  void purgeDeletesEveryFileOfTheTable() {
    Table table = tableWithFiles(Map.of());
    assertThat(warehouseFiles()).hasSizeGreaterThan(6);

    catalog.dropTable(TABLE, true);

    assertThat(catalog.tableExists(TABLE)).isFalse();
    awaitFiles().until(() -> warehouseFiles().isEmpty());
    assertThat(table.location()).isNotEmpty();
  }

  @Test
  void filesOfAnotherTableStayWhenTheTableThatNamesThemIsPurged() {
    tableWithFiles(Map.of());
    List<Path> before = warehouseFiles();
    Path foreign =
        before.stream().filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
    TableIdentifier borrower = TableIdentifier.of("shop", "borrower");
    Table table = catalog.createTable(borrower, SCHEMA);
    table.newAppend().appendFile(dataFile("file://" + foreign)).commit();
    assertThat(warehouseFiles()).hasSizeGreaterThan(before.size());

    catalog.dropTable(borrower, true);

    awaitFiles().until(() -> warehouseFiles().equals(before));
  }

  @Test
  void dropWithoutPurgeKeepsAllFiles() {
    tableWithFiles(Map.of());
    List<Path> before = warehouseFiles();

    catalog.dropTable(TABLE, false);

    assertThat(warehouseFiles()).isEqualTo(before);
  }

  @Test
  void tableThatForbidsGarbageCollectionKeepsItsData() {
    Table table = tableWithFiles(Map.of("gc.enabled", "false"));
    // Clients refuse to purge such a table, so the request is sent without one.
    int status =
        new RawHttp(server.uri())
            .delete("/v1/namespaces/shop/tables/t?purgeRequested=true")
            .status();

    assertThat(status).isEqualTo(204);
    awaitFiles()
        .until(() -> warehouseFiles().stream().allMatch(f -> f.toString().endsWith(".parquet")));
    assertThat(warehouseFiles()).hasSize(2);
    assertThat(table.location()).isNotEmpty();
  }

  @Test
  void purgeThatWasInterruptedGoesOnAfterARestart() throws Exception {
    tableWithFiles(Map.of());
    // The manifest lists are gone, as after an attempt that died late.
    for (Path file : warehouseFiles()) {
      if (file.getFileName().toString().startsWith("snap-")) {
        Files.delete(file);
      }
    }
    catalog.dropTable(TABLE, true);
    server.close();
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();

    awaitFiles()
        .until(() -> warehouseFiles().stream().noneMatch(f -> f.toString().endsWith(".json")));
  }

  @Test
  void obsoleteMetadataFilesAreDeletedAfterCommitsWhenTheTableAsksForIt() {
    Table table =
        tableWithFiles(
            Map.of(
                "write.metadata.delete-after-commit.enabled", "true",
                "write.metadata.previous-versions-max", "2"));
    for (int i = 0; i < 10; i++) {
      table.updateProperties().set("i", Integer.toString(i)).commit();
    }

    awaitFiles()
        .until(
            () ->
                warehouseFiles().stream()
                        .filter(file -> file.toString().endsWith(".metadata.json"))
                        .count()
                    == 3);
  }

  private Table tableWithFiles(Map<String, String> properties) {
    Table table = catalog.buildTable(TABLE, SCHEMA).withProperties(properties).create();
    for (String name : List.of("a", "b")) {
      Path file =
          Path.of(table.location().substring("file://".length()), "data", name + ".parquet");
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      table.newAppend().appendFile(dataFile("file://" + file)).commit();
    }
    return table;
  }

  private static DataFile dataFile(String path) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(path)
        .withFileSizeInBytes(1)
        .withRecordCount(1)
        .build();
  }

  /** Files vanish while the folder is walked, which ends the walk but not the waiting. */
  private static ConditionFactory awaitFiles() {
    return await().ignoreExceptionsInstanceOf(UncheckedIOException.class);
  }

  private List<Path> warehouseFiles() {
    Path warehouse = directory.resolve("warehouse");
    if (!Files.exists(warehouse)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
