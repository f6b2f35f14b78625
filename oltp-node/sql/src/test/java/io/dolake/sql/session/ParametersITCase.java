package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.PreparedSql;
import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters of every form: their places, names and types, and values that do not fit. */
class ParametersITCase {
  @TempDir Path directory;
  private TestDatabase db;

  @BeforeEach
  void open() {
    db = new TestDatabase(directory);
    db.run("create table t (id integer primary key, a text, d decimal(6, 2), b boolean)");
    db.run("insert into t values (1, 'x', 1.5, true), (2, 'y', 2.5, false)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private PreparedSql prepare(String sql) {
    return db.session().prepare(sql, List.of());
  }

  @Test
  void questionMarksCountOnFromTheHighestNumber() {
    assertThat(db.query("select ?, ?2, ?, ?1", 10, 20, 30)).containsExactly("10|20|30|10");
    assertThat(prepare("select ?, ?5").parameterTypes()).hasSize(5);
  }

  @Test
  void aNameUsedTwiceIsOneParameter() {
    PreparedSql prepared = prepare("select :a, @b, :a, $2 from t where id = :a");
    assertThat(prepared.parameterNames()).containsExactly(":a", "@b");
    assertThat(db.query("select :a, @b, :a from t where id = :a", 1, 7)).containsExactly("1|7|1");
  }

  @Test
  void typesFollowTheColumnsTheyMeet() {
    List<ColumnType> types =
        prepare("update t set a = ?, d = ? where id = ? and b = ?").parameterTypes();
    assertThat(types.stream().map(ColumnType::kind))
        .containsExactly(TypeKind.TEXT, TypeKind.DECIMAL, TypeKind.INTEGER, TypeKind.BOOLEAN);
    types = prepare("insert into t (id, a, d) values (?, ?, ?)").parameterTypes();
    assertThat(types.stream().map(ColumnType::kind))
        .containsExactly(TypeKind.INTEGER, TypeKind.TEXT, TypeKind.DECIMAL);
  }

  @Test
  void valuesAreConvertedToTheColumnsType() {
    assertThat(db.query("select a from t where id = ?", "2")).containsExactly("y");
    db.run("insert into t (id) values (3)");
    assertThat(db.query("update t set d = ? where id = ? returning d", "9.25", 3L))
        .containsExactly("9.25");
    assertThat(db.query("select id from t where id in (?, ?, ?) order by id", 1, null, 3))
        .containsExactly("1", "3");
    assertThat(db.query("select id from t order by id limit ? offset ?", 1, 1))
        .containsExactly("2");
  }

  @Test
  void nullIsAValueOfEveryType() {
    assertThat(db.query("select ? is null, coalesce(?, 5)", null, null)).containsExactly("1|5");
    assertThat(db.query("select id from t where id = ?", new Object[] {null})).isEmpty();
    assertThat(db.query("update t set a = ? where id = 1 returning a", new Object[] {null}))
        .containsExactly("null");
  }

  @Test
  void tooFewValuesAreRefused() {
    assertThatThrownBy(() -> db.query("select ?, ?", 1))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_PARAMETER))
        .hasMessageContaining("has 2 parameters, but 1 value was given");
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> db.query("update t set d = ? where id = 1", "much"))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("much");
    assertThat(db.query("select d from t where id = 1")).containsExactly("1.50");
  }

  @Test
  void parametersStandInEveryClause() {
    assertThat(
            db.query(
                "select ? || a from t where a > ? group by a having count(*) >= ? order by"
                    + " length(a) + ?",
                "<",
                "a",
                1,
                0))
        .containsExactlyInAnyOrder("<x", "<y");
    assertThat(db.query("select * from (values (?, ?)) as v (p, q)", 1, "z"))
        .containsExactly("1|z");
    assertThat(db.query("with q as (select ? as n) select n + ? from q", 1, 2))
        .containsExactly("3");
  }
}
