package io.dolake.e2e.spark;

import io.dolake.e2e.shell.SqlShell;
import java.io.IOException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark SQL with an Iceberg REST catalog named {@code lake}, served to the process that starts it.
 *
 * <p>Arguments: {@code key=value}, properties of the catalog.
 */
public final class SparkSql {
  private static final String CATALOG = "spark.sql.catalog.lake";

  private SparkSql() {}

  public static void main(String[] properties) throws IOException {
    try (SparkSession spark = session(properties)) {
      SqlShell.serve(
          statement ->
              spark.sql(statement).collectAsList().stream()
                  .map((Row row) -> row.mkString("\t"))
                  .toList());
    }
  }

  private static SparkSession session(String[] properties) {
    SparkSession.Builder builder =
        SparkSession.builder()
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
            .config(CATALOG, "org.apache.iceberg.spark.SparkCatalog")
            .config(CATALOG + ".type", "rest");
    for (String property : properties) {
      int equals = property.indexOf('=');
      builder.config(CATALOG + "." + property.substring(0, equals), property.substring(equals + 1));
    }
    return builder.getOrCreate();
  }
}
