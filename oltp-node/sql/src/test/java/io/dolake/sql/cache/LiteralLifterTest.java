package io.dolake.sql.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralLifterTest {
  @Test
  void literalsBecomeParameters() {
    LiftedStatement lifted =
        LiteralLifter.lift("UPDATE t1 SET a = a + -17, b = 'x y' WHERE t1.id = 42;");
    assertThat(lifted.text()).isEqualTo("UPDATE t1 SET a = a + -?, b = ? WHERE t1.id = ?;");
    assertThat(lifted.values()).containsExactly(17L, "x y", 42L);
  }

  @Test
  void statementsThatDifferInLiteralsOnlyHaveOneText() {
    assertThat(LiteralLifter.lift("SELECT a FROM t WHERE id = 1").text())
        .isEqualTo(LiteralLifter.lift("SELECT a FROM t WHERE id = 98765").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t",
        "SELECT a FROM t WHERE id = 1.5",
        "SELECT a FROM t WHERE id = 1e3",
        "SELECT a FROM t WHERE id = 0x10",
        "SELECT a FROM t WHERE id = ?1",
        "SELECT a FROM t WHERE id = $1 AND b = 2",
        "SELECT a FROM t WHERE id = 1 -- one",
        "SELECT a FROM t /* x */ WHERE id = 1",
        "SELECT a FROM t WHERE b = x'00'",
        "SELECT a FROM t WHERE b = E'a'",
        "SELECT a FROM t WHERE b = 'it''s'",
        "SELECT a FROM t WHERE b = 'open",
        "SELECT \"a 1\" FROM t WHERE id = 1",
        "SELECT a FROM t WHERE id = 12345678901234567890",
        "CREATE TABLE t (a DEFAULT 1)",
        ""
      })
  void whatIsNotPlainIsLeftToTheParser(String sql) {
    assertThat(LiteralLifter.lift(sql)).isNull();
  }
}
