package io.dolake.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SqlException;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT 1 WHERE 0",
        "select a, b as \"B\", `c` [d], t.*, * from t where a == 1 and b <> 2 or not c != 3",
        "select x'00ff', 'it''s', E'a\\nb\\u0041', $$do'llar$$, $t$x$t$, 0xFF, 1e5, .5, 1., 1_000",
        "select a is b, a is not b, a isnull, a notnull, a not null, a is not distinct from b from t",
        "select a glob 'x*', a not like 'b' escape '\\', a regexp 'c', a match 'd', a ilike 'e' from t",
        "select a between 1 and 2 and b not between 3 and 4 from t",
        "select a in (), a in (1,2), a not in (select 1), a in t2, a in main.t2, a in f(1) from t",
        "select a->'$.x', a->>'y', a << 2 >> 1 & 3 | 4, ~a, -a, +a, a % 2, a || b from t",
        "select case a when 1 then 2 else 3 end, case when a then b end from t",
        "select cast(a as varchar(10)), cast(a as double precision), cast(a as unsigned big int) from t",
        "select a::int, a::pg_catalog.text[], a::numeric(10,2), a::timestamp with time zone from t",
        "select count(*), count(distinct a), sum(a) filter (where b), group_concat(a, ',' order by b) from t",
        "select row_number() over (partition by a order by b rows between 1 preceding and current row) from t",
        "select sum(a) over w, max(b) over (w range unbounded preceding exclude ties) from t window w as (order by a)",
        "select a from t left outer join u using (a) cross join v natural join w, x inner join y on 1",
        "select * from (a join b on a.x = b.x) join (select 1) as s(c) on true, lateral (select 2) l",
        "select * from t indexed by i where a = 1",
        "select * from t as q not indexed order by a desc nulls last, 2 asc limit 10 offset 5",
        "select * from t limit 5, 10",
        "select * from t offset 2 rows fetch first 3 rows only for update",
        "with recursive c(n) as (values(1) union all select n+1 from c where n < 5) select * from c",
        "select 1 union select 2 except select 3 intersect select 4 order by 1",
        "((select 1) union (select 2)) order by 1",
        "select ((select 1) + 2), (select 3), (1, 2) = (3, 4), exists (select 1)",
        "select * from generate_series(1, 10) as g, pragma_table_info('t')",
        "select a operator(pg_catalog.~) '^x$' collate pg_catalog.default from t",
        "select a operator(pg_catalog.=) any (array[1, 2]), a operator(>) all (select 1) from t",
        "select a ~ 'x', a !~* 'y', a ~* 'z', a !~ 'w' from t",
        "select a = any(array[1,2]), a = any($1), a <> all(select 1), (current_schemas(true))[1] from t",
        "select extract(year from d), substring(s from 1 for 2), trim(both 'x' from s), position('a' in s) from t",
        "select substring(s, 1, 2), trim(s), trim(s, 'x'), replace(a, 'b', 'c'), left(s, 2), like('a', b) from t",
        "select date '2026-01-01', timestamp '2026-01-01 00:00:00', date from t",
        "select key, abort, action, begin, commit, plan, row, rows, temp, view, if, no, end, replace from t",
        "select current_timestamp, current_date, current_user",
        "select ?, ?2, :a, @b, $3, :a",
        "select \"t\".\"a\" from \"main\".\"t\"",
        "select 1 -- comment\n + /* inner */ 2;",
        "values (1, 'a'), (2, default)",
        "insert into t values (1, 2), (3, 4)",
        "insert or replace into main.t as x (a, b) select 1, 2 where true on conflict (a) where b > 0 do update set (a, b) = (1, 2), b = excluded.b where t.a > 1 on conflict do nothing returning *, a + 1 as c",
        "insert into t default values",
        "replace into t(a) values (?)",
        "insert into t (a) (select 1)",
        "insert into t default values on conflict do nothing",
        "with x as (select 1) insert into t select * from x",
        "update or ignore t as x set a = 1, (b, c) = (select 1, 2), d = default from u where x.a = u.a returning a",
        "update t set a = a + 1 where b = 2 order by a limit 3",
        "delete from t as x using u where x.a = u.a returning x.*",
        "delete from t where a in (select 1) order by a limit 1 offset 2",
        "create table if not exists main.t (id integer primary key autoincrement, a text not null default 'x' collate nocase, b int check (b > 0) references u(x) on delete cascade on update set null deferrable initially deferred, c as (a || b) stored, d timestamp(3) with time zone default current_timestamp, e, unique (a, b desc), constraint f foreign key (a) references v match full, check (a <> b)) strict, without rowid",
        "create table t (a int, primary key (a asc) on conflict abort)",
        "create table t (a int default -1, b default (1 + 2), c text default 'x'::text, d boolean default true)",
        "create table pgbench_history(tid int,bid int,aid int,delta int,mtime timestamp,filler char(22)) with (fillfactor=100)",
        "create table t (id bigint generated by default as identity primary key, n serial)",
        "create table t as select 1 as a",
        "create table t (a, b) as values (1, 2) with no data",
        "create temp table t (a)",
        "create unique index if not exists i on t (a collate nocase desc, lower(b), c text_pattern_ops) where a > 0",
        "create index concurrently on t using btree (a)",
        "create or replace view v (a, b) as select 1, 2",
        "create schema if not exists s",
        "drop table if exists a, main.b cascade",
        "drop index i",
        "alter table t add column a int not null default 0",
        "alter table t add a text",
        "alter table t add constraint p primary key (a), add unique (b)",
        "alter table t rename to u",
        "alter table t rename column a to b",
        "alter table t rename a to b",
        "alter table only t drop column if exists a, alter column b type bigint, alter b set not null",
        "alter table t alter column a set default 1, alter a drop default",
        "truncate table a, b restart identity cascade",
        "begin",
        "begin immediate transaction",
        "start transaction isolation level repeatable read, read only",
        "begin work isolation level serializable read write not deferrable",
        "commit",
        "end transaction",
        "rollback",
        "abort",
        "rollback to savepoint s",
        "rollback transaction to s",
        "savepoint s",
        "release savepoint s",
        "release s",
        "set search_path to main, public",
        "set timezone = 'UTC'",
        "set local x.y = 1",
        "set session foo to on",
        "set transaction isolation level read committed",
        "set constraints all deferred",
        "set session characteristics as transaction read only",
        "set names 'utf8'",
        "set a to default",
        "show server_version",
        "show all",
        "show transaction isolation level",
        "reset all",
        "pragma table_info(t)",
        "pragma main.foreign_keys = on",
        "pragma user_version",
        "pragma x = -1",
        "explain select 1",
        "explain query plan delete from t",
        "explain (analyze, costs off) select 1",
        "explain analyze verbose select 1",
        "copy t (a, b) from stdin with (format csv, header true, delimiter ',')",
        "copy (select 1) to stdout",
        "copy pgbench_accounts from stdin with (freeze on)",
        "copy t from stdin csv header quote '\"' null as ''",
        "comment on table t is 'x'",
        "comment on column t.a is null",
        "analyze",
        "analyze t",
        "vacuum analyze t",
        "discard all",
        "listen x",
        "unlisten *",
        "unlisten \"X\"",
        "notify x, 'it''s'",
        "deallocate all"
      })
  void acceptsTheDialect(String sql) {
    assertThat(SqlParser.parseStatement(sql).statement()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1 +| end of input| 11",
        "select * form t| at or near \"form\"| 10",
        "select 'abc| unterminated quoted string| 8",
        "select 12ab| unrecognized token: \"12ab\"| 8",
        "select a from t where| end of input| 22",
        "selct 1| at or near \"selct\"| 1",
        "insert into t values (1,)| at or near \")\"| 25"
      })
  void errorsSayWhereTheyAre(String sql, String message, int position) {
    assertThatThrownBy(() -> SqlParser.parseStatement(sql))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e).hasMessageContaining(message.strip());
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
            });
  }

  @Test
  void misspeltStatementGetsTheNearestOne() {
    assertThatThrownBy(() -> SqlParser.parseStatement("selct 1"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.hint()).contains("Did you mean SELECT?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "not ", "case when ", "abs("})
  void nestingHasALimit(String open) {
    assertThatThrownBy(() -> SqlParser.parseStatement("select " + open.repeat(20_000) + "1"))
        .isInstanceOfSatisfying(
            SqlException.class,
            e ->
                assertThat(e.code()).isIn(ErrorCode.STATEMENT_TOO_COMPLEX, ErrorCode.SYNTAX_ERROR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3| `+`(1, `*`(2, 3))",
        "a = b < c| `=`(a, `<`(b, c))",
        "not a = b| `NOT`(`=`(a, b))",
        "a or b and c| `OR`(a, `AND`(b, c))",
        "a -> b * c| `*`(`->`(a, b), c)",
        "-a ::int| `-`(`CAST`(a, `int`))",
        "1 - 2 - 3| `-`(`-`(1, 2), 3)",
        "a & b + c| `&`(a, `+`(b, c))",
        "a = b in (1)| `IN`(`=`(a, b), 1)"
      })
  void operatorsBindAsInSqlite(String sql, String tree) {
    assertThat(describe(SqlParser.parseExpression(sql))).isEqualTo(tree.strip());
  }

  private static String describe(SqlNode node) {
    if (node instanceof SqlCall call) {
      return "`"
          + call.getOperator().getName()
          + "`("
          + String.join(", ", call.getOperandList().stream().map(SqlParserTest::describe).toList())
          + ")";
    }
    return node.toString();
  }

  @Test
  void smallestIntegerIsALiteral() {
    assertThat(SqlParser.parseExpression("-9223372036854775808").toString())
        .isEqualTo("-9223372036854775808");
  }

  @Test
  void parametersAreNumberedAsInSqlite() {
    assertThat(SqlParser.parseStatement("select ?, :a, ?, :a, @b, ?7").parameterNames())
        .containsExactly(null, ":a", null, "@b", null, null, null);
  }

  @Test
  void scriptsAreSplitAtTopLevelSemicolons() {
    assertThat(SqlParser.split(" select ';' ; -- x;y\n; insert into t values (\";\");"))
        .isEqualTo(List.of("select ';'", "insert into t values (\";\")"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint| INTEGER",
        "unsigned big int| INTEGER",
        "varchar(20)| TEXT(20)",
        "decimal(10,2)| DECIMAL(10,2)",
        "numeric| DECIMAL(38,10)",
        "double precision| REAL",
        "timestamp(3) with time zone| TIMESTAMPTZ",
        "timestamp| TIMESTAMP",
        "pg_catalog.int4| INTEGER",
        "mystery| ANY",
        "bytea| BLOB",
        "jsonb| JSON"
      })
  void declaredTypesHaveColumnTypes(String declared, String expected) {
    ColumnType type = SqlParser.parseType(declared).columnType();
    assertThat(type.toString()).isEqualTo(expected.strip());
  }
}
