package io.dolake.server.check;

import java.util.Random;

/** Statements that are wrong in some way, or right in a way that is seldom seen. */
final class FuzzStatements {
  private static final String[] SEEDS = {
    "SELECT * FROM fuzz WHERE id = 1",
    "SELECT f.name, count(*) FROM fuzz f GROUP BY f.name HAVING count(*) > 0 ORDER BY 1 LIMIT 5",
    "INSERT INTO fuzz VALUES (1, 'one', 0)",
    "INSERT INTO fuzz (id, name) VALUES (50, 'fifty') ON CONFLICT DO NOTHING",
    "UPDATE fuzz SET amount = amount / 0 WHERE id = 2",
    "DELETE FROM fuzz WHERE id > 900",
    "SELECT 9223372036854775807 + 1",
    "SELECT CAST('abc' AS INTEGER), CAST(1e400 AS INTEGER)",
    "SELECT * FROM fuz",
    "SELECT nme FROM fuzz",
    "SELECT nosuchfunction(1)",
    "BEGIN; SELECT 1; ROLLBACK",
    "SAVEPOINT a; RELEASE b",
    "ROLLBACK TO nowhere",
    "COMMIT",
    "CREATE TABLE fuzz (a INTEGER)",
    "CREATE INDEX fuzz_amount ON fuzz (amount); DROP INDEX fuzz_amount",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 50) SELECT * FROM c",
    "SELECT sum(amount) OVER (ORDER BY id) FROM fuzz",
    "COPY fuzz TO STDOUT (FORMAT csv, HEADER)",
    "DECLARE c CURSOR FOR SELECT 1",
    "FETCH 5 FROM nothing",
    "PREPARE p AS SELECT $1; EXECUTE p(1, 2)",
    "EXPLAIN SELECT * FROM fuzz",
    "SET nonsense = 'x'",
    "SELECT id FROM fuzz ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED",
    "SELECT f.id FROM fuzz f LEFT JOIN fuzz g ON g.id = f.amount FOR UPDATE OF f NOWAIT",
    "SELECT DISTINCT ON (name) name, id FROM fuzz ORDER BY name, id DESC",
    "SELECT unnest(ARRAY[1, 2]), generate_subscripts('{a,b,c}'::text[], 1), '{1,2}'::int[] @> ARRAY[2]",
    "SELECT * FROM unnest('{1,NULL,\"x\"}'::text[], ARRAY[1.5]) WITH ORDINALITY AS u(a, b, n)",
    "SELECT id FROM fuzz WHERE id = ANY ('{1,2,3}') AND name <> ALL (ARRAY['a', NULL])",
    "SELECT '{\"a\":[1,{\"b\":2}]}'::jsonb #>> '{a,1,b}', '[1,2]'::jsonb @> '1'",
    "SELECT now() AT TIME ZONE 'Europe/Berlin', date_trunc('week', now(), '+05:30')",
    "SELECT array_agg(name ORDER BY id), stddev(amount), corr(id, amount) FROM fuzz",
    "CREATE SEQUENCE fuzz_s INCREMENT -3 MAXVALUE 10 CYCLE; SELECT nextval('fuzz_s'); DROP SEQUENCE fuzz_s",
    "SELECT setval('nothing_seq', 5), currval('fuzz')",
    "SELECT pg_try_advisory_lock(7), pg_advisory_unlock(7), pg_advisory_unlock(8)",
    "LISTEN fuzz; SELECT pg_notify('fuzz', name) FROM fuzz",
    "NOTIFY fuzz, 'x'; UNLISTEN *",
    "DECLARE h CURSOR WITH HOLD FOR SELECT id FROM fuzz; FETCH 1 FROM h; CLOSE h",
    "SELECT pg_cancel_backend(0), set_config('a.b', 'c', true), state FROM pg_stat_activity",
    "SELECT 'unterminated",
    "SELECT \"unterminated",
    "SELECT /* unterminated",
    ";;;;",
    "SELECT $1",
    "SELECT x'0",
    "SELECT 1e",
    "SELECT ''''",
    "VALUES (1), (1, 2)"
  };

  private static final String INSERTED = "();'\"*,.-+=$\u00e4\u4e16";

  private final Random random;

  FuzzStatements(Random random) {
    this.random = random;
  }

  String next() {
    String statement = SEEDS[random.nextInt(SEEDS.length)];
    return switch (random.nextInt(6)) {
      case 0 -> mutated(statement);
      case 1 -> statement.substring(0, random.nextInt(statement.length() + 1));
      case 2 -> statement + "; " + SEEDS[random.nextInt(SEEDS.length)];
      case 3 -> nested();
      default -> statement;
    };
  }

  private String mutated(String statement) {
    StringBuilder text = new StringBuilder(statement);
    for (int i = random.nextInt(5); i >= 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, INSERTED.charAt(random.nextInt(INSERTED.length())));
        default -> text.setCharAt(at, (char) (1 + random.nextInt(126)));
      }
    }
    return text.toString();
  }

  private String nested() {
    int depth = 1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 200);
    return "SELECT " + "(".repeat(depth) + "1" + ")".repeat(random.nextInt(8) == 0 ? 1 : depth);
  }
}
