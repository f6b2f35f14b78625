package io.dolake.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.Lsn;
import io.dolake.sql.SqlException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakeStatementTest {
  @Test
  void statementsWithoutLakeTablesHaveNoReferences() {
    assertThat(LakeStatement.parse("SELECT 'from lake.t' FROM t -- lake.u").references()).isEmpty();
    assertThat(LakeStatement.parse("SELECT lake.x FROM lake").references()).isEmpty();
    assertThat(LakeStatement.parse("/* from lake.t */ SELECT \"lake\".x FROM t lake").references())
        .isEmpty();
  }

  @Test
  void tablesAreReplacedWhereTheyAreNamed() {
    LakeStatement statement =
        LakeStatement.parse("SELECT * FROM lake.orders o JOIN LAKE.\"Lines\" AS l ON o.id = l.id");

    assertThat(statement.references())
        .extracting(LakeReference::table)
        .containsExactly(
            LakeTableName.inDefaultSchema("orders"), LakeTableName.inDefaultSchema("lines"));
    assertThat(statement.rewritten(r -> "<" + r.table() + ">"))
        .isEqualTo("SELECT * FROM <orders> o JOIN <lines> AS l ON o.id = l.id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM lake.main.a, lake.S2.b | SELECT * FROM <a>, <s2.b>",
        "SELECT lake.a.x, lake.y FROM lake.\"S 2\".a | SELECT lake.a.x, lake.y FROM <s 2.a>",
        "SELECT f(lake.a.x) FROM t WHERE lake.x IN (lake.y, lake.a.z)"
            + " | SELECT f(lake.a.x) FROM t WHERE lake.x IN (lake.y, lake.a.z)",
        "SELECT 1 FROM t JOIN u ON (lake.x = u.y), (lake.public.a JOIN lake.b USING (x, y))"
            + " | SELECT 1 FROM t JOIN u ON (lake.x = u.y), (<a> JOIN <b> USING (x, y))",
        "SELECT (SELECT max(x) FROM lake.s.a) FROM t GROUP BY x, lake.a.y"
            + " | SELECT (SELECT max(x) FROM <s.a>) FROM t GROUP BY x, lake.a.y",
        "DELETE FROM lake.s.a | DELETE FROM <s.a>",
        "INSERT INTO lake.main.a VALUES (1) | INSERT INTO <a> VALUES (1)",
        "UPDATE lake.s.a SET x = 1 | UPDATE <s.a> SET x = 1",
      })
  void tablesAreToldFromColumns(String sql, String rewritten) {
    assertThat(LakeStatement.parse(sql).rewritten(r -> "<" + r.table() + ">")).isEqualTo(rewritten);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        " WHERE Orders.id = 1",
        " LEFT JOIN t ON true",
        " FOR UPDATE",
        ", t",
        ")",
        " FOR SYSTEM_TIME AS OF LSN 7 ORDER BY 1"
      })
  void tablesKeepTheirNameForColumns(String rest) {
    assertThat(LakeStatement.parse("SELECT * FROM lake.s.Orders" + rest).references())
        .extracting(LakeReference::alias)
        .containsExactly("Orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" o", " AS o", " \"where\"", " FOR SYSTEM_TIME AS OF LSN 7 o", " AS o (x, y)"})
  void tablesGetTheNameTheStatementGivesThem(String rest) {
    assertThat(LakeStatement.parse("SELECT * FROM lake.s.Orders" + rest).references())
        .extracting(LakeReference::alias)
        .containsOnlyNulls();
  }

  @Test
  void momentsAreReadAsLsnOrTime() {
    LakeStatement statement =
        LakeStatement.parse(
            "SELECT * FROM lake.a FOR SYSTEM_TIME AS OF LSN 42 x,"
                + " lake.b FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-31 12:00:00',"
                + " lake.c FOR SYSTEM_TIME AS OF '2026-01-31T12:00:00+01:00'");

    assertThat(statement.references())
        .extracting(LakeReference::asOf)
        .containsExactly(
            new AsOf.AtLsn(new Lsn(42)),
            new AsOf.Time(Instant.parse("2026-01-31T12:00:00Z")),
            new AsOf.Time(Instant.parse("2026-01-31T11:00:00Z")));
    assertThat(statement.rewritten(r -> r.table().toString())).isEqualTo("SELECT * FROM a x, b, c");
  }

  @Test
  void momentsThatAreNoneAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> LakeStatement.parse("SELECT * FROM lake.a FOR SYSTEM_TIME AS OF now"))
        .hasMessageContaining("AS OF needs a moment")
        .extracting(e -> ((SqlException) e).position())
        .isEqualTo(44);
    assertThatThrownBy(
            () -> LakeStatement.parse("SELECT * FROM lake.a FOR SYSTEM_TIME AS OF 'soon'"))
        .hasMessageContaining("'soon' is not a date and time");
  }
}
