package io.dolake.e2e.engines;

import static org.assertj.core.api.Assertions.assertThat;

/** What Spark SQL does with tables and views, from their creation to the end. */
final class SparkTour {
  private final SqlEngine spark;
  private final boolean purges;

  /**
   * @param purges whether Spark can delete the files of a table that it has just dropped
   */
  SparkTour(SqlEngine spark, boolean purges) {
    this.spark = spark;
    this.purges = purges;
  }

  void run() {
    spark.sql("CREATE NAMESPACE lake.spark");
    String first = createAndWrite();
    evolve();
    travel(first);
    views();
    drop();
  }

  /** Returns the first snapshot's id. */
  private String createAndWrite() {
    spark.sql(
        """
        CREATE TABLE lake.spark.orders (id BIGINT NOT NULL, customer STRING, amount DECIMAL(8,2),
          day DATE) USING iceberg PARTITIONED BY (day) TBLPROPERTIES ('format-version'='3')\
        """);
    spark.sql(
        """
        INSERT INTO lake.spark.orders VALUES (1, 'ann', 10.50, DATE '2026-01-01'),
          (2, 'bob', 20.00, DATE '2026-01-02'), (3, 'cem', 30.25, DATE '2026-01-02')\
        """);
    assertThat(spark.sql("SELECT id, customer, amount FROM lake.spark.orders ORDER BY id"))
        .containsExactly("1\tann\t10.50", "2\tbob\t20.00", "3\tcem\t30.25");
    return spark.value("SELECT snapshot_id FROM lake.spark.orders.snapshots");
  }

  private void evolve() {
    spark.sql("ALTER TABLE lake.spark.orders ADD COLUMN note STRING");
    spark.sql("ALTER TABLE lake.spark.orders RENAME COLUMN customer TO buyer");
    spark.sql("ALTER TABLE lake.spark.orders ALTER COLUMN amount TYPE DECIMAL(12,2)");
    spark.sql("ALTER TABLE lake.spark.orders ADD PARTITION FIELD bucket(4, id)");
    spark.sql(
        "ALTER TABLE lake.spark.orders SET TBLPROPERTIES ('write.merge.mode'='merge-on-read',"
            + " 'write.update.mode'='merge-on-read', 'write.delete.mode'='merge-on-read')");
    spark.sql(
        """
        INSERT INTO lake.spark.orders (id, buyer, amount, day, note)
          VALUES (4, 'dia', 1234567890.12, DATE '2026-01-03', 'large')\
        """);
    spark.sql("UPDATE lake.spark.orders SET note = 'changed' WHERE id = 2");
    spark.sql("DELETE FROM lake.spark.orders WHERE id = 3");
    spark.sql(
        """
        MERGE INTO lake.spark.orders t USING (SELECT 1L AS id, 'merged' AS note) s ON t.id = s.id
          WHEN MATCHED THEN UPDATE SET t.note = s.note\
        """);
    assertThat(spark.sql("SELECT id, buyer, amount, note FROM lake.spark.orders ORDER BY id"))
        .containsExactly(
            "1\tann\t10.50\tmerged", "2\tbob\t20.00\tchanged", "4\tdia\t1234567890.12\tlarge");
  }

  private void travel(String first) {
    assertThat(spark.sql("SELECT * FROM lake.spark.orders VERSION AS OF " + first + " ORDER BY id"))
        .containsExactly(
            "1\tann\t10.50\t2026-01-01", "2\tbob\t20.00\t2026-01-02", "3\tcem\t30.25\t2026-01-02");
    spark.sql("ALTER TABLE lake.spark.orders CREATE TAG opening AS OF VERSION " + first);
    assertThat(spark.value("SELECT count(*) FROM lake.spark.orders VERSION AS OF 'opening'"))
        .isEqualTo("3");
    String committed =
        spark.value(
            "SELECT committed_at FROM lake.spark.orders.snapshots WHERE snapshot_id = " + first);
    assertThat(
            spark.value(
                "SELECT count(*) FROM lake.spark.orders TIMESTAMP AS OF '" + committed + "'"))
        .isEqualTo("3");
    spark.sql(
        "CALL lake.system.rollback_to_snapshot(table => 'spark.orders', snapshot_id => "
            + first
            + ")");
    assertThat(spark.value("SELECT count(*) FROM lake.spark.orders")).isEqualTo("3");
  }

  private void views() {
    spark.sql(
        "CREATE VIEW lake.spark.large AS SELECT id, amount FROM lake.spark.orders"
            + " WHERE amount > 15");
    assertThat(spark.sql("SELECT id FROM lake.spark.large ORDER BY id")).containsExactly("2", "3");
    spark.sql(
        "CREATE OR REPLACE VIEW lake.spark.large (order_id COMMENT 'which') AS"
            + " SELECT id FROM lake.spark.orders WHERE amount > 25");
    assertThat(spark.sql("SELECT order_id FROM lake.spark.large")).containsExactly("3");
    spark.sql("ALTER VIEW lake.spark.large SET TBLPROPERTIES ('team'='e2e')");
    assertThat(spark.sql("SHOW VIEWS IN lake.spark")).singleElement().asString().contains("large");
    spark.sql("ALTER VIEW lake.spark.large RENAME TO lake.spark.larger");
    assertThat(spark.value("SELECT count(*) FROM lake.spark.larger")).isEqualTo("1");
    spark.sql("DROP VIEW lake.spark.larger");
    assertThat(spark.sql("SHOW VIEWS IN lake.spark")).isEmpty();
  }

  private void drop() {
    spark.sql("ALTER TABLE lake.spark.orders RENAME TO spark.renamed");
    assertThat(spark.value("SELECT count(*) FROM lake.spark.renamed")).isEqualTo("3");
    spark.sql("DROP TABLE lake.spark.renamed" + (purges ? " PURGE" : ""));
    assertThat(spark.sql("SHOW TABLES IN lake.spark")).isEmpty();
    spark.sql("DROP NAMESPACE lake.spark");
    assertThat(spark.sql("SHOW NAMESPACES IN lake")).doesNotContain("spark");
  }
}
