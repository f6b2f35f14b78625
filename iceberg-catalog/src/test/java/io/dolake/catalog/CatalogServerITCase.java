package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogServerITCase {
  private static final Namespace SHOP = Namespace.of("shop");
  private static final TableIdentifier ORDERS = TableIdentifier.of(SHOP, "orders");
  private static final TableIdentifier LINES = TableIdentifier.of(SHOP, "lines");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir Path directory;
  private CatalogServer server;
  private RESTCatalog catalog;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    catalog = CatalogClients.connect(server);
    catalog.createNamespace(SHOP);
  }

  @AfterEach
  void stop() throws Exception {
    catalog.close();
    server.close();
  }

  @Test
  void committedSnapshotsAreLoadedByOtherClients() {
    Table orders = catalog.createTable(ORDERS, SCHEMA);

    orders.newAppend().appendFile(dataFile("a.parquet")).commit();

    RESTCatalog other = CatalogClients.connect(server);
    assertThat(other.loadTable(ORDERS).currentSnapshot().snapshotId())
        .isEqualTo(orders.currentSnapshot().snapshotId());
  }

  @Test
  void transactionChangesAllTablesAtOnce() {
    Table orders = catalog.createTable(ORDERS, SCHEMA);
    Table lines = catalog.createTable(LINES, SCHEMA);
    var orderChange = orders.newTransaction();
    orderChange.newAppend().appendFile(dataFile("o.parquet")).commit();
    var lineChange = lines.newTransaction();
    lineChange.newAppend().appendFile(dataFile("l.parquet")).commit();

    catalog.commitTransaction(
        List.of(commitOf(ORDERS, orders, orderChange), commitOf(LINES, lines, lineChange)));

    assertThat(catalog.loadTable(ORDERS).currentSnapshot()).isNotNull();
    assertThat(catalog.loadTable(LINES).currentSnapshot()).isNotNull();
  }

  @Test
  void transactionChangesNothingWhenOneTableHasMovedOn() {
    Table orders = catalog.createTable(ORDERS, SCHEMA);
    Table lines = catalog.createTable(LINES, SCHEMA);
    var orderChange = orders.newTransaction();
    orderChange.newAppend().appendFile(dataFile("o.parquet")).commit();
    var lineChange = lines.newTransaction();
    lineChange.newAppend().appendFile(dataFile("l.parquet")).commit();
    List<TableCommit> commits =
        List.of(commitOf(ORDERS, orders, orderChange), commitOf(LINES, lines, lineChange));

    catalog.loadTable(LINES).newAppend().appendFile(dataFile("first.parquet")).commit();

    assertThatThrownBy(() -> catalog.commitTransaction(commits))
        .isInstanceOf(CommitFailedException.class)
        .hasMessageContaining("Requirement failed: branch main was created concurrently");
    assertThat(catalog.loadTable(ORDERS).currentSnapshot()).isNull();
  }

  @Test
  void tablesSurviveARestart() {
    catalog.createTable(ORDERS, SCHEMA).newAppend().appendFile(dataFile("a.parquet")).commit();
    server.close();

    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    catalog = CatalogClients.connect(server);

    assertThat(catalog.listTables(SHOP)).containsExactly(ORDERS);
    assertThat(catalog.loadTable(ORDERS).currentSnapshot()).isNotNull();
  }

  private static TableCommit commitOf(
      TableIdentifier identifier, Table base, Transaction transaction) {
    return TableCommit.create(
        identifier,
        ((HasTableOperations) base).operations().current(),
        ((BaseTransaction) transaction).currentMetadata());
  }

  private static DataFile dataFile(String name) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("file:///data/" + name)
        .withFileSizeInBytes(10)
        .withRecordCount(1)
        .build();
  }
}
