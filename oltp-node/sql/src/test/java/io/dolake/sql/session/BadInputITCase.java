package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements nobody can run get one clear error with its place, and the session lives on. */
class BadInputITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run("create table customers (id integer primary key, name text, balance decimal(8, 2))");
    db.run("create index customers_name on customers (name)");
  }

  @AfterEach
  void close() {
    assertThat(db.query("select 1")).containsExactly("1");
    db.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select * from custmers                      | UNDEFINED_TABLE    | customers      | 15
          select nmae from customers                  | UNDEFINED_COLUMN   | name           | 8
          select customers.nam from customers         | UNDEFINED_COLUMN   | name           | 8
          insert into customer values (1)             | UNDEFINED_TABLE    | customers      | 13
          insert into customers (balnce) values (1)   | UNDEFINED_COLUMN   | balance        | 24
          update customers set nam = 1                | UNDEFINED_COLUMN   | name           | 22
          delete from customers where blance > 1      | UNDEFINED_COLUMN   | balance        | 29
          select uper(name) from customers            | UNDEFINED_FUNCTION | upper          | 8
          drop table custommers                       | UNDEFINED_TABLE    | customers      | 12
          drop index customer_name                    | UNDEFINED_OBJECT   | customers_name | 12
          create index i on customers (nme)           | UNDEFINED_COLUMN   | name           | 30
          alter table customers drop column nme       | UNDEFINED_COLUMN   | name           | 35
          """)
  void unknownNamesSuggestTheNearest(String sql, ErrorCode code, String nearest, int position) {
    assertThatThrownBy(() -> db.run(sql))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.hint()).contains("Did you mean \"" + nearest + "\"?");
              assertThat(e.position()).isEqualTo(position);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          selec 1                          | 1
          select 1 frm customers           | 14
          select (1 + 2                    | 14
          select 1 +                       | 11
          select 'open                     | 8
          select * from customers where    | 30
          insert into customers value (1)  | 23
          select 1 2                       | 10
          create table x (a int,)          | 23
          select case when 1 then 2        | 26
          select * from                    | 14
          select [a                        | 8
          """)
  void syntaxErrorsTellThePlace(String sql, int position) {
    assertThatThrownBy(() -> db.run(sql))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
              assertThat(e.position()).as(e.getMessage()).isEqualTo(position);
              assertThat(e.getMessage()).doesNotContain("\n");
            });
  }

  @ParameterizedTest
  @CsvSource({"(, ), 100000", "'(select ', ), 5000", "'not ', '', 50000", "'- ', '', 50000"})
  void deepNestingIsRefused(String open, String close, int depth) {
    String sql = "select " + open.repeat(depth) + "1" + close.repeat(depth);
    assertFails(ErrorCode.STATEMENT_TOO_COMPLEX, sql);
  }

  @Test
  void longStatementsOfFlatStructureRun() {
    String sum = "1" + " + 1".repeat(150);
    assertThat(db.query("select " + sum)).containsExactly("151");
    assertFails(ErrorCode.STATEMENT_TOO_COMPLEX, "select 1" + " + 1".repeat(3000));
    String any = "id = -1" + " or id = 7".repeat(3000);
    assertThat(db.query("select count(*) from customers where " + any)).containsExactly("0");
    String list = "1" + ", 2".repeat(20_000);
    assertThat(db.query("select 2 in (" + list + ")")).containsExactly("1");
    String union = "select 1" + " union select 2".repeat(500);
    assertThat(db.query("select count(*) from (" + union + ")")).containsExactly("2");
  }

  @Test
  void deeplyNestedJsonIsRefusedOrRead() {
    String json = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> db.query("select json(?)", json))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL_ERROR));
  }

  @Test
  void valuesTooLargeForAnythingAreRefused() {
    assertFails(ErrorCode.STRING_TOO_LONG, "select zeroblob(2000000000)");
    assertFails(ErrorCode.NUMERIC_OUT_OF_RANGE, "select abs(-9223372036854775807 - 1)");
  }

  private void assertFails(ErrorCode code, String sql) {
    assertThatThrownBy(() -> db.run(sql))
        .isInstanceOfSatisfying(DoLakeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
