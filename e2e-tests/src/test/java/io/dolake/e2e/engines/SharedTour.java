package io.dolake.e2e.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/** One table and one view that all engines work on, and of which all must see the same. */
final class SharedTour {
  private static final String QUERY = "SELECT id, customer FROM lake.shared.orders ORDER BY id";
  private static final TableIdentifier ORDERS = TableIdentifier.of("shared", "orders");

  private final SqlEngine spark;
  private final SqlEngine flink;
  private final RESTCatalog java;

  SharedTour(SqlEngine spark, SqlEngine flink, RESTCatalog java) {
    this.spark = spark;
    this.flink = flink;
    this.java = java;
  }

  void run() throws IOException {
    spark.sql("CREATE NAMESPACE lake.shared");
    spark.sql("CREATE TABLE lake.shared.orders (id BIGINT, customer STRING) USING iceberg");
    spark.sql("CREATE VIEW lake.shared.names AS SELECT customer FROM lake.shared.orders");
    flink.sql("INSERT INTO lake.shared.orders VALUES (1, 'from Flink')");
    Table table = java.loadTable(ORDERS);
    Rows.append(table, List.of(2L, "from Java"));
    spark.sql("INSERT INTO lake.shared.orders VALUES (3, 'from Spark')");
    List<String> expected = List.of("1\tfrom Flink", "2\tfrom Java", "3\tfrom Spark");
    seenByAll(expected);

    spark.sql("DELETE FROM lake.shared.orders WHERE id = 2");
    flink.sql("ALTER TABLE lake.shared.orders ADD note STRING");
    seenByAll(List.of("1\tfrom Flink", "3\tfrom Spark"));
    spark.sql("REFRESH TABLE lake.shared.orders");
    assertThat(spark.sql("DESCRIBE TABLE lake.shared.orders"))
        .anySatisfy(column -> assertThat(column).startsWith("note\tstring"));
    assertThat(spark.sql("SELECT customer FROM lake.shared.names ORDER BY 1"))
        .containsExactly("from Flink", "from Spark");
    assertThat(java.loadView(TableIdentifier.of("shared", "names")).sqlFor("spark").sql())
        .contains("SELECT customer");

    java.dropView(TableIdentifier.of("shared", "names"));
    flink.sql("DROP TABLE lake.shared.orders");
    assertThat(java.tableExists(ORDERS)).isFalse();
    spark.sql("DROP NAMESPACE lake.shared");
  }

  private void seenByAll(List<String> expected) throws IOException {
    // Spark keeps a table for a while unless told otherwise.
    spark.sql("REFRESH TABLE lake.shared.orders");
    assertThat(spark.sql(QUERY)).as("Spark").isEqualTo(expected);
    assertThat(flink.sql(QUERY)).as("Flink").isEqualTo(expected);
    Table table = java.loadTable(ORDERS);
    List<String> rows =
        Rows.read(table).stream().map(row -> row.replaceFirst("\tnull$", "")).toList();
    assertThat(rows).as("Java").isEqualTo(expected);
  }
}
