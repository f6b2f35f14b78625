package io.dolake.server.pg.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyOptions.Format;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStatementParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "CREATE TABLE copy (a)",
        "ALTER TABLE t ADD COLUMN c",
        "DROP INDEX i",
        "EXPLAIN SELECT 1",
        "  -- COPY\n insert into t values (1)",
        "/* DISCARD ALL */ PRAGMA x",
        ""
      })
  void otherStatementsAreTheEngines(String sql) {
    assertThat(ServerStatementParser.parse(sql)).isNull();
  }

  @Test
  void copyTakesOldAndNewOptions() {
    assertThat(
            ServerStatementParser.parse(
                "copy \"My Table\" (a, \"B\") from stdin with (format csv, header, delimiter ';',"
                    + " null 'nil')"))
        .isEqualTo(
            new CopyStatement(
                true,
                null,
                "My Table",
                List.of("a", "B"),
                null,
                new CopyOptions(Format.CSV, ';', "nil", true, '"', '"')));
    CopyStatement old =
        (CopyStatement)
            ServerStatementParser.parse("COPY s.t FROM STDIN WITH CSV HEADER DELIMITER AS '|';");
    assertThat(old.schema()).isEqualTo("s");
    assertThat(old.options().delimiter()).isEqualTo('|');
    assertThat(old.options().header()).isTrue();
    CopyStatement pgbench =
        (CopyStatement)
            ServerStatementParser.parse("copy pgbench_accounts from stdin with (freeze on)");
    assertThat(pgbench.options().format()).isEqualTo(Format.TEXT);
  }

  @Test
  void copyOfAQueryKeepsItsText() {
    CopyStatement copy =
        (CopyStatement)
            ServerStatementParser.parse(
                "COPY (SELECT ')' AS x, (1 + 2) FROM t /* ) */) TO STDOUT (FORMAT binary)");
    assertThat(copy.sourceQuery()).isEqualTo("SELECT ')' AS x, (1 + 2) FROM t /* ) */");
    assertThat(copy.options().format()).isEqualTo(Format.BINARY);
  }

  @Test
  void usersAreKnownByNameAndPassword() {
    assertThat(ServerStatementParser.parse("CREATE USER \"Ann\" WITH ENCRYPTED PASSWORD 'it''s'"))
        .isEqualTo(
            new UserStatement(
                UserStatement.Action.CREATE, "USER", "Ann", Optional.of("it's"), false));
    assertThat(ServerStatementParser.parse("DROP ROLE IF EXISTS ann;"))
        .isEqualTo(
            new UserStatement(UserStatement.Action.DROP, "ROLE", "ann", Optional.empty(), true));
  }

  @Test
  void passwordIsNotInTheTextForm() {
    assertThat(ServerStatementParser.parse("ALTER USER ann PASSWORD 'geheim'").toString())
        .doesNotContain("geheim");
  }

  @Test
  void cursorsAndPreparedStatements() {
    assertThat(ServerStatementParser.parse("DECLARE c NO SCROLL CURSOR FOR SELECT 1;"))
        .isEqualTo(new ServerStatement.DeclareCursor("c", "SELECT 1", false));
    assertThat(ServerStatementParser.parse("FETCH FORWARD 10 FROM c"))
        .isEqualTo(new ServerStatement.FetchCursor("c", 10, false));
    assertThat(ServerStatementParser.parse("MOVE ALL IN c"))
        .isEqualTo(new ServerStatement.FetchCursor("c", Long.MAX_VALUE, true));
    assertThat(ServerStatementParser.parse("PREPARE p (int, text) AS SELECT $1, $2"))
        .isEqualTo(
            new ServerStatement.PrepareStatement("p", List.of("int", "text"), "SELECT $1, $2"));
    assertThat(ServerStatementParser.parse("EXECUTE p(-1.5, E'a\\nb', NULL)"))
        .isEqualTo(
            new ServerStatement.ExecuteStatement(
                "p", List.of(Optional.of("-1.5"), Optional.of("a\nb"), Optional.empty())));
    assertThat(ServerStatementParser.parse("DEALLOCATE ALL"))
        .isEqualTo(new ServerStatement.Deallocate(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY",
        "COPY t FROM",
        "COPY t FROM STDIN (FORMAT",
        "COPY t FROM STDIN (DELIMITER 5)",
        "COPY (SELECT 1 TO STDOUT",
        "FETCH x y z",
        "DECLARE c CURSOR",
        "EXECUTE p(1,",
        "CREATE USER 'x'",
        "COPY t FROM STDIN (NULL 'x"
      })
  void malformedStatementsAreSyntaxErrors(String sql) {
    assertThatThrownBy(() -> ServerStatementParser.parse(sql))
        .isInstanceOfSatisfying(
            DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR));
  }

  @Test
  void unknownOptionsAreNamed() {
    assertThatThrownBy(() -> ServerStatementParser.parse("COPY t FROM STDIN (FORCE_QUOTE x)"))
        .hasMessageContaining("force_quote");
    assertThatThrownBy(() -> ServerStatementParser.parse("COPY t FROM STDIN (FORMAT parquet)"))
        .hasMessageContaining("parquet");
    assertThatThrownBy(() -> ServerStatementParser.parse("COPY t FROM STDIN (DELIMITER 'ab')"))
        .hasMessageContaining("single");
  }
}
