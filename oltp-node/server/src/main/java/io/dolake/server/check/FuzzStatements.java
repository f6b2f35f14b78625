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
