package io.dolake.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NullServerTest {
  @TempDir Path directory;
  private NullServer server;

  @BeforeEach
  void start() throws Exception {
    server = NullServer.start(directory.resolve("ceiling"), false, "10");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void answersATransactionAndWritesAPageForEachCommit() throws SQLException {
    try (Connection connection = connect()) {
      long before = server.pages().commits();
      for (int i = 0; i < 20; i++) {
        transaction(connection);
      }
      assertThat(server.pages().commits() - before).isEqualTo(20);
    }
  }

  @Test
  void severalClientsAreServedAtATime() throws Exception {
    int clients = 4;
    int transactions = 50;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        runs.add(threads.submit(() -> run(transactions)));
      }
      for (Future<?> run : runs) {
        run.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.pages().commits()).isEqualTo(clients * transactions);
  }

  private Void run(int transactions) throws SQLException {
    try (Connection connection = connect()) {
      for (int i = 0; i < transactions; i++) {
        transaction(connection);
      }
    }
    return null;
  }

  private Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:"
                + server.endpoint().port()
                + "/none?user=nobody&sslmode=disable&gssEncMode=disable");
    connection.setAutoCommit(false);
    return connection;
  }

  private static void transaction(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE pgbench_accounts SET abalance = 1")).isEqualTo(1);
      try (ResultSet row = statement.executeQuery("SELECT abalance FROM pgbench_accounts")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isZero();
        assertThat(row.next()).isFalse();
      }
      assertThat(statement.executeUpdate("INSERT INTO pgbench_history VALUES (1)")).isEqualTo(1);
    }
    connection.commit();
  }
}
