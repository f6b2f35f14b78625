package io.dolake.e2e.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What Flink SQL does with tables, from their creation to the end. Iceberg's Flink catalog has no
 * views, so Flink's are temporary ones over tables of the catalog.
 */
final class FlinkTour {
  private final SqlEngine flink;

  FlinkTour(SqlEngine flink) {
    this.flink = flink;
  }

  void run() {
    flink.sql("CREATE DATABASE lake.flink");
    String first = createAndWrite();
    evolve();
    travel(first);
    views();
    drop();
  }

  /** Returns the first snapshot's id. */
  private String createAndWrite() {
    flink.sql(
        """
        CREATE TABLE lake.flink.orders (id BIGINT NOT NULL, customer STRING, amount DECIMAL(8,2),
          region STRING) PARTITIONED BY (region) WITH ('format-version'='2')\
        """);
    flink.sql(
        """
        INSERT INTO lake.flink.orders VALUES (1, 'ann', 10.50, 'north'), (2, 'bob', 20.00, 'south'),
          (3, 'cem', 30.25, 'south')\
        """);
    assertThat(flink.sql("SELECT id, customer, amount FROM lake.flink.orders ORDER BY id"))
        .containsExactly("1\tann\t10.50", "2\tbob\t20.00", "3\tcem\t30.25");
    return flink.value("SELECT snapshot_id FROM lake.flink.`orders$snapshots`");
  }

  private void evolve() {
    flink.sql("ALTER TABLE lake.flink.orders ADD note STRING");
    flink.sql("ALTER TABLE lake.flink.orders RENAME customer TO buyer");
    flink.sql("ALTER TABLE lake.flink.orders SET ('write.parquet.compression-codec'='gzip')");
    flink.sql("INSERT INTO lake.flink.orders VALUES (4, 'dia', 40.00, 'west', 'new')");
    flink.sql("INSERT OVERWRITE lake.flink.orders VALUES (5, 'eva', 50.00, 'north', 'instead')");
    assertThat(flink.sql("SELECT id, buyer, amount, note FROM lake.flink.orders ORDER BY id"))
        .containsExactly(
            "2\tbob\t20.00\tnull",
            "3\tcem\t30.25\tnull",
            "4\tdia\t40.00\tnew",
            "5\teva\t50.00\tinstead");
  }

  private void travel(String first) {
    assertThat(
            flink.sql(
                "SELECT id FROM lake.flink.orders /*+ OPTIONS('snapshot-id'='"
                    + first
                    + "') */ ORDER BY id"))
        .containsExactly("1", "2", "3");
  }

  private void views() {
    assertThatThrownBy(
            () -> flink.sql("CREATE VIEW lake.flink.costly AS SELECT id FROM lake.flink.orders"))
        .as("Iceberg's Flink catalog keeps views now: have the tour use them")
        .isInstanceOf(AssertionError.class);
    flink.sql("CREATE TEMPORARY VIEW costly AS SELECT id FROM lake.flink.orders WHERE amount > 35");
    assertThat(flink.sql("SELECT id FROM costly ORDER BY id")).containsExactly("4", "5");
    flink.sql("DROP TEMPORARY VIEW costly");
  }

  private void drop() {
    flink.sql("ALTER TABLE lake.flink.orders RENAME TO lake.flink.renamed");
    assertThat(flink.value("SELECT count(*) FROM lake.flink.renamed")).isEqualTo("4");
    flink.sql("DROP TABLE lake.flink.renamed");
    assertThat(flink.sql("SHOW TABLES FROM lake.flink")).isEmpty();
    flink.sql("DROP DATABASE lake.flink");
    assertThat(flink.sql("SHOW DATABASES FROM lake")).doesNotContain("flink");
  }
}
