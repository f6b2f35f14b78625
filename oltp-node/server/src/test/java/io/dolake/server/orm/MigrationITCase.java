package io.dolake.server.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flyway and Liquibase, as they come, through a HikariCP pool. */
class MigrationITCase {
  @TempDir Path directory;
  private TestNode node;
  private HikariDataSource pool;

  @BeforeEach
  void start() {
    node = TestNode.start(directory);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(node.url());
    config.setUsername("tester");
    config.setMaximumPoolSize(6);
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void stop() {
    pool.close();
    node.close();
  }

  /** With the lock of a transaction, or of the session. */
  private FluentConfiguration flyway(boolean transactionalLock) {
    return Flyway.configure()
        .dataSource(pool)
        .configuration(
            Map.of("flyway.postgresql.transactional.lock", Boolean.toString(transactionalLock)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void flywayMigratesOnceAlsoWhenTwoStartTogether(boolean transactionalLock) throws Exception {
    assertThat(flyway(transactionalLock).target("1").load().migrate().migrationsExecuted).isOne();
    List<CompletableFuture<Integer>> runs =
        Stream.of(1, 2)
            .map(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> flyway(transactionalLock).load().migrate().migrationsExecuted))
            .toList();
    int executed = 0;
    for (CompletableFuture<Integer> run : runs) {
      executed += run.get(60, TimeUnit.SECONDS);
    }
    assertThat(executed).isOne();
    Flyway flyway = flyway(transactionalLock).load();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    flyway.validate();
    assertThat(Arrays.stream(flyway.info().applied()).map(MigrationInfo::getDescription))
        .containsExactly("customers", "orders");
    assertThat(value("SELECT amount * 2 FROM customer_order")).isEqualTo("25.00");
    assertThatThrownBy(() -> value("INSERT INTO customer (email) VALUES ('first@example.org')"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
  }

  @Test
  void liquibaseMigratesOnce() throws Exception {
    update();
    update();
    assertThat(value("SELECT count(*) FROM databasechangelog")).isEqualTo("2");
    assertThat(value("SELECT name FROM costly")).isEqualTo("lamp");
    assertThat(value("SELECT locked FROM databasechangeloglock")).isEqualTo("f");
    assertThatThrownBy(() -> value("INSERT INTO stock (product_id) VALUES (99)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
  }

  private void update() throws Exception {
    try (Connection connection = pool.getConnection();
        Liquibase liquibase =
            new Liquibase(
                "db/changelog.yaml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(connection))) {
      liquibase.update(new Contexts(), new LabelExpression());
      assertThat(liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression())).isEmpty();
    }
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}
