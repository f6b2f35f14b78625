package io.dolake.server.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.LOCALDATETIME;
import static org.jooq.impl.SQLDataType.NUMERIC;
import static org.jooq.impl.SQLDataType.VARCHAR;

import io.dolake.server.TestNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jOOQ's PostgreSQL dialect: DDL, writes with RETURNING, upserts, queries, transactions. */
class JooqITCase {
  private static final Table<Record> ITEM = table(name("item"));
  private static final Field<Long> ID = field(name("item", "id"), BIGINT.identity(true));
  private static final Field<String> NAME =
      field(name("item", "name"), VARCHAR(40).nullable(false));
  private static final Field<BigDecimal> PRICE = field(name("item", "price"), NUMERIC(10, 2));
  private static final Field<Boolean> SOLD = field(name("item", "sold"), BOOLEAN);
  private static final Field<LocalDateTime> ADDED = field(name("item", "added"), LOCALDATETIME);

  @TempDir static Path directory;
  private static TestNode node;
  private static Connection connection;
  private static DSLContext jooq;

  @BeforeAll
  static void start() throws SQLException {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    node = TestNode.start(directory);
    connection = node.connect();
    jooq = DSL.using(connection, SQLDialect.POSTGRES);
    jooq.createTable(ITEM)
        .columns(ID, NAME, PRICE, SOLD, ADDED)
        .primaryKey(ID)
        .unique(NAME)
        .execute();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    node.close();
  }

  @BeforeEach
  void threeItems() {
    jooq.deleteFrom(ITEM).execute();
    jooq.insertInto(ITEM, NAME, PRICE, SOLD, ADDED)
        .values("lamp", new BigDecimal("10.00"), false, LocalDateTime.of(2026, 1, 2, 3, 4, 5))
        .values("desk", new BigDecimal("150.50"), true, LocalDateTime.of(2026, 1, 3, 0, 0))
        .values("pen", null, null, null)
        .execute();
  }

  @Test
  void insertReturnsGeneratedKey() {
    Long first = insert("chair");
    Long second = insert("table");
    assertThat(second).isGreaterThan(first);
  }

  private static Long insert(String name) {
    return jooq.insertInto(ITEM, NAME).values(name).returningResult(ID).fetchSingle(ID);
  }

  @Test
  void selectsComeBackTyped() {
    Record desk = jooq.select(PRICE, SOLD, ADDED).from(ITEM).where(NAME.eq("desk")).fetchSingle();
    assertThat(desk.get(PRICE)).isEqualByComparingTo("150.50");
    assertThat(desk.get(SOLD)).isTrue();
    assertThat(desk.get(ADDED)).isEqualTo(LocalDateTime.of(2026, 1, 3, 0, 0));
    assertThat(jooq.fetchCount(ITEM, PRICE.isNull())).isEqualTo(1);
    assertThat(
            jooq.select(NAME)
                .from(ITEM)
                .where(NAME.in("lamp", "pen", "none").and(NAME.likeIgnoreCase("%P%")))
                .orderBy(PRICE.asc().nullsFirst())
                .limit(2)
                .fetch(NAME))
        .containsExactly("pen", "lamp");
  }

  @Test
  void updateAndUpsert() {
    assertThat(jooq.update(ITEM).set(PRICE, PRICE.add(1)).where(SOLD.isFalse()).execute())
        .isEqualTo(1);
    jooq.insertInto(ITEM, NAME, PRICE)
        .values("lamp", new BigDecimal("99.00"))
        .onConflict(NAME)
        .doUpdate()
        .set(PRICE, DSL.excluded(PRICE))
        .execute();
    assertThat(jooq.select(PRICE).from(ITEM).where(NAME.eq("lamp")).fetchSingle(PRICE))
        .isEqualByComparingTo("99.00");
    assertThat(jooq.insertInto(ITEM, NAME).values("pen").onConflictDoNothing().execute()).isZero();
  }

  @Test
  void aggregatesAndWindows() {
    Record totals = jooq.select(count(), sum(PRICE)).from(ITEM).fetchSingle();
    assertThat(totals.get(0)).isEqualTo(3);
    assertThat((BigDecimal) totals.get(1)).isEqualByComparingTo("160.50");
    assertThat(
            jooq.select(NAME, rowNumber().over().orderBy(NAME).as("place"))
                .from(ITEM)
                .orderBy(NAME)
                .fetch("place", Integer.class))
        .containsExactly(1, 2, 3);
  }

  @Test
  void failedTransactionIsRolledBack() {
    assertThatThrownBy(
            () ->
                jooq.transaction(
                    inner -> {
                      inner.dsl().deleteFrom(ITEM).execute();
                      inner.dsl().insertInto(ITEM, NAME).values("a").execute();
                      inner.dsl().insertInto(ITEM, NAME).values("a").execute();
                    }))
        .isInstanceOfSatisfying(
            DataAccessException.class,
            violation -> assertThat(violation.sqlState()).isEqualTo("23505"));
    assertThat(jooq.fetchCount(ITEM)).isEqualTo(3);
  }
}
