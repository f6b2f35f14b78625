package io.dolake.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.Lsn;
import io.dolake.sql.SqlException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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
        .containsExactly("orders", "Lines");
    assertThat(statement.rewritten(r -> "<" + r.table() + ">"))
        .isEqualTo("SELECT * FROM <orders> o JOIN <Lines> AS l ON o.id = l.id");
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
    assertThat(statement.rewritten(LakeReference::table)).isEqualTo("SELECT * FROM a x, b, c");
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
