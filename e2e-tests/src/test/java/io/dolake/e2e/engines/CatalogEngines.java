package io.dolake.e2e.engines;

import io.dolake.catalog.s3.S3MockProcess;
import io.dolake.e2e.DoLakeProcess;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * Spark SQL, Flink SQL and Iceberg's Java client against {@code dolake catalog}, on local files and
 * on an S3-compatible store whose credentials only the catalog knows.
 */
public final class CatalogEngines {
  private static final Pattern READY = Pattern.compile("catalog ready: (\\S+)");

  /** Where tables keep their files, and how engines get at them. */
  private enum Warehouse {
    /** A local directory. */
    LOCAL(null),
    /** An S3-compatible store, with credentials that come along with a table. */
    S3_VENDED_CREDENTIALS("vended-credentials"),
    /** An S3-compatible store, with each request signed by the catalog. */
    S3_REMOTE_SIGNING("remote-signing");

    private final String delegation;

    Warehouse(String delegation) {
      this.delegation = delegation;
    }

    boolean isS3() {
      return delegation != null;
    }

    /** Nothing is signed any more for a table that is dropped. */
    boolean opensDroppedTables() {
      return this != S3_REMOTE_SIGNING;
    }

    private List<String> serverSettings(S3MockProcess store) {
      if (!isS3()) {
        return List.of();
      }
      return List.of(
          "catalog.warehouse=s3://" + S3MockProcess.BUCKET + "/warehouse",
          "catalog.io.s3.endpoint=" + store.endpoint(),
          "catalog.io.s3.path-style-access=true",
          "catalog.io.s3.access-key-id=catalog-key",
          "catalog.io.s3.secret-access-key=catalog-secret",
          "catalog.io.client.region=us-east-1",
          this == S3_REMOTE_SIGNING
              ? "catalog.s3.remote-signing=true"
              : "catalog.s3.vending=static");
    }

    /** All that engines are told; of the store they know nothing. */
    private Map<String, String> clientProperties(String uri) {
      Map<String, String> properties = new HashMap<>();
      properties.put("uri", uri);
      if (isS3()) {
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("header.X-Iceberg-Access-Delegation", delegation);
      }
      return properties;
    }
  }

  private final Path directory;
  private final PrintStream progress;

  private CatalogEngines(Path directory, PrintStream progress) {
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Runs all warehouses for {@code bin/check catalog-engines}.
   *
   * @param arguments a directory to work in
   */
  public static void main(String[] arguments) throws Exception {
    int passed = 0;
    List<String> failed = new ArrayList<>();
    for (Warehouse warehouse : Warehouse.values()) {
      Path directory = Files.createDirectories(Path.of(arguments[0]).resolve(warehouse.name()));
      try {
        passed += new CatalogEngines(directory, System.out).run(warehouse);
      } catch (AssertionError | RuntimeException e) {
        System.out.println("FAILED on " + warehouse + ": " + e);
        failed.add(warehouse.name());
      }
    }
    System.out.printf("tours=%d failed-warehouses=%d%n", passed, failed.size());
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  /**
   * Takes all engines through the catalog.
   *
   * @return how many tours were made, all of them to the end
   */
  private int run(Warehouse warehouse) throws Exception {
    try (S3MockProcess store = warehouse.isS3() ? S3MockProcess.start(directory) : null;
        DoLakeProcess server = startServer(warehouse, store)) {
      Map<String, String> properties = warehouse.clientProperties(uriOf(server));
      try (RESTCatalog java = new RESTCatalog();
          SqlEngine spark = SqlEngine.spark(directory, properties);
          SqlEngine flink = SqlEngine.flink(directory, properties)) {
        java.initialize("lake", properties);
        new JavaTour(java).run();
        done(warehouse, "Java client");
        new SparkTour(spark, warehouse.opensDroppedTables()).run();
        done(warehouse, "Spark SQL");
        new FlinkTour(flink).run();
        done(warehouse, "Flink SQL");
        new SharedTour(spark, flink, java).run();
        done(warehouse, "all three on one table");
        return 4;
      }
    }
  }

  private void done(Warehouse warehouse, String tour) {
    progress.println(warehouse + ": " + tour + ": passed");
  }

  private DoLakeProcess startServer(Warehouse warehouse, S3MockProcess store) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("catalog", "--data", directory.resolve("data").toString()));
    arguments.addAll(List.of("--set", "catalog.port=0"));
    for (String setting : warehouse.serverSettings(store)) {
      arguments.addAll(List.of("--set", setting));
    }
    return DoLakeProcess.start(directory, "catalog ready", arguments.toArray(String[]::new));
  }

  private static String uriOf(DoLakeProcess server) throws Exception {
    Matcher ready = READY.matcher(server.output());
    if (!ready.find()) {
      throw new AssertionError("the catalog does not say where it is: " + server.output());
    }
    return ready.group(1);
  }
}
