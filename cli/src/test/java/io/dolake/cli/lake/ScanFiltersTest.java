package io.dolake.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanFiltersTest {
  private static final Schema ORDERS =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "placed", Types.DateType.get()),
          Types.NestedField.optional(3, "total", Types.DecimalType.of(10, 2)));
  private static final Schema LINES =
      new Schema(
          Types.NestedField.required(1, "order_id", Types.LongType.get()),
          Types.NestedField.optional(2, "total", Types.DecimalType.of(10, 2)));

  private DuckDBConnection duckdb;

  @BeforeEach
  void open() throws SQLException {
    duckdb = LakeQuery.connect();
  }

  @AfterEach
  void close() throws SQLException {
    duckdb.close();
  }

  @Test
  void comparisonsWithConstantsPruneTheirTable() throws SQLException {
    Map<String, Expression> filters =
        filters(
            "SELECT * FROM lake.\"orders@0\" o JOIN lake.\"lines@1\" l ON l.order_id = o.id"
                + " WHERE o.id >= 5 AND 9 > order_id AND o.total = 12.5"
                + " AND placed BETWEEN DATE '2026-01-01' AND '2026-02-01'");

    assertThat(filters.get("orders@0").toString())
        .contains("id", ">= 5", "total", "12.50", "placed", "2026-01-01", "2026-02-01");
    assertThat(filters.get("lines@1").toString()).contains("order_id").contains("< 9");
  }

  @Test
  void whatIsNotACertainDemandPrunesNothing() throws SQLException {
    assertThat(filters("SELECT * FROM lake.\"orders@0\" WHERE id = 1 OR id = 2")).isEmpty();
    assertThat(filters("SELECT * FROM lake.\"orders@0\" WHERE placed IS NULL")).isEmpty();
    assertThat(filters("SELECT * FROM lake.\"orders@0\" WHERE total = 1.234")).isEmpty();
    assertThat(filters("SELECT * FROM lake.\"orders@0\" WHERE id + 1 = 2")).isEmpty();
    assertThat(filters("SELECT * FROM lake.\"orders@0\" o, lake.\"lines@1\" l WHERE total = 1"))
        .isEmpty();
  }

  private Map<String, Expression> filters(String sql) throws SQLException {
    return ScanFilters.of(duckdb, sql, Map.of("orders@0", ORDERS, "lines@1", LINES));
  }
}
