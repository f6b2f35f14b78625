package io.dolake.e2e.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs Spark SQL statements against an Iceberg REST catalog named {@code lake}, one after the
 * other, and writes what each returns into a file: a line {@code # statement}, then a line per row
 * with values separated by tabs.
 *
 * <p>Arguments: catalog URI, result file, statements.
 */
public final class SparkReader {
  private SparkReader() {}

  public static void main(String[] arguments) throws IOException {
    String uri = arguments[0];
    Path result = Path.of(arguments[1]);
    List<String> lines = new ArrayList<>();
    try (SparkSession spark = session(uri)) {
      for (int i = 2; i < arguments.length; i++) {
        lines.add("# " + arguments[i]);
        for (Row row : spark.sql(arguments[i]).collectAsList()) {
          lines.add(row.mkString("\t"));
        }
      }
    }
    Files.write(result, lines, StandardCharsets.UTF_8);
  }

  private static SparkSession session(String uri) {
    return SparkSession.builder()
        .master("local[1]")
        .appName("dolake-e2e")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
        .config("spark.sql.catalog.lake.type", "rest")
        .config("spark.sql.catalog.lake.uri", uri)
        .getOrCreate();
  }
}
