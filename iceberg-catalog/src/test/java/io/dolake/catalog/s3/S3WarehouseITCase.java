package io.dolake.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3WarehouseITCase {
  private static final TableIdentifier TABLE = TableIdentifier.of("shop", "t");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir static Path storeDirectory;
  @TempDir Path directory;

  private static S3MockProcess store;
  private CatalogServer server;

  @BeforeAll
  static void startStore() {
    store = S3MockProcess.start(storeDirectory);
  }

  @AfterAll
  static void stopStore() {
    store.close();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void clientsReachTheirFilesWithVendedCredentials() throws Exception {
    start(delegation(S3Delegation.Vending.STATIC, false));
    try (RESTCatalog catalog = connect("vended-credentials")) {
      catalog.createNamespace(Namespace.of("shop"));

      Table table = catalog.createTable(TABLE, SCHEMA);
      append(table);

      assertThat(table.location()).startsWith("s3://" + S3MockProcess.BUCKET + "/warehouse/shop/");
      assertThat(table.io().properties())
          .containsEntry("s3.access-key-id", "catalog-key")
          .containsEntry("s3.secret-access-key", "catalog-secret");
      assertThat(catalog.loadTable(TABLE).currentSnapshot().allManifests(table.io())).hasSize(1);
      assertThat(catalog.dropTable(TABLE, true)).isTrue();
    }
  }

  @Test
  void clientsReachTheirFilesWithSignedRequests() throws Exception {
    start(delegation(S3Delegation.Vending.NONE, true));
    try (RESTCatalog catalog = connect("remote-signing")) {
      catalog.createNamespace(Namespace.of("shop"));
      Table table = catalog.createTable(TABLE, SCHEMA);

      append(table);

      assertThat(table.io().properties())
          .containsEntry("s3.remote-signing-enabled", "true")
          .doesNotContainKey("s3.secret-access-key");
      assertThat(catalog.loadTable(TABLE).currentSnapshot().allManifests(table.io())).hasSize(1);
    }
  }

  @Test
  void requestsOutsideTheTableAreNotSigned() throws Exception {
    start(delegation(S3Delegation.Vending.NONE, true));
    try (RESTCatalog catalog = connect("remote-signing")) {
      catalog.createNamespace(Namespace.of("shop"));
      Table table = catalog.createTable(TABLE, SCHEMA);
      String elsewhere = "s3://" + S3MockProcess.BUCKET + "/warehouse/other/secret.parquet";

      assertThatThrownBy(() -> write(table, elsewhere))
          .hasStackTraceContaining(ForbiddenException.class.getSimpleName())
          .hasStackTraceContaining("touches more than the files of shop.t");
    }
  }

  private void start(S3Delegation delegation) {
    server =
        new CatalogServer(
                CatalogConfig.builder()
                    .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
                    .warehouseLocation("s3://" + S3MockProcess.BUCKET + "/warehouse")
                    .fileIoProperties(
                        Map.of(
                            "s3.endpoint", store.endpoint().toString(),
                            "s3.path-style-access", "true",
                            "s3.access-key-id", "catalog-key",
                            "s3.secret-access-key", "catalog-secret",
                            "client.region", "us-east-1"))
                    .s3Delegation(delegation)
                    .build())
            .start();
  }

  private static S3Delegation delegation(S3Delegation.Vending vending, boolean signing) {
    return new S3Delegation(vending, signing, null, null, Duration.ofHours(1));
  }

  /** A client that knows nothing but the catalog's address. */
  private RESTCatalog connect(String delegation) {
    Map<String, String> properties = new HashMap<>();
    properties.put("uri", server.uri().toString());
    properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    properties.put("header.X-Iceberg-Access-Delegation", delegation);
    RESTCatalog catalog = new RESTCatalog();
    catalog.initialize("s3", properties);
    return catalog;
  }

  private static void append(Table table) throws IOException {
    String path = table.location() + "/data/a.parquet";
    write(table, path);
    DataFile file =
        DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath(path)
            .withFileSizeInBytes(4)
            .withRecordCount(1)
            .build();
    table.newAppend().appendFile(file).commit();
  }

  private static void write(Table table, String path) throws IOException {
    try (OutputStream out = table.io().newOutputFile(path).create()) {
      out.write("data".getBytes(StandardCharsets.UTF_8));
    }
  }
}
