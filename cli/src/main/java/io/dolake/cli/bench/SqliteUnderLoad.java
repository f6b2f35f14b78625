package io.dolake.cli.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * SQLite in process, write-ahead log, {@code synchronous=FULL}: as durable as the other side. One
 * connection stays open, because the last one to close deletes the log, and commits are slower
 * while a new one grows than while an old one is overwritten.
 */
final class SqliteUnderLoad implements StoreUnderLoad {
  private final String url;
  private final Connection keptOpen;

  SqliteUnderLoad(Path file) throws SQLException {
    url = "jdbc:sqlite:" + file;
    keptOpen = open();
    try (Statement statement = keptOpen.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB NOT NULL)");
    }
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("PRAGMA busy_timeout=60000");
    }
    return connection;
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public void load(int rows, int rowsPerTransaction, Random random) throws SQLException {
    try (Connection connection = open();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?, ?)")) {
      connection.setAutoCommit(false);
      for (int id = 0; id < rows; id++) {
        byte[] content = new byte[ROW_BYTES];
        random.nextBytes(content);
        insert.setLong(1, id);
        insert.setBytes(2, content);
        insert.executeUpdate();
        if ((id + 1) % rowsPerTransaction == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }

  @Override
  public Client connect() throws SQLException {
    return new StatementClient(open());
  }

  @Override
  public void close() throws SQLException {
    keptOpen.close();
  }

  /** A connection with its three statements. */
  private static final class StatementClient implements Client {
    private final Connection connection;
    private final PreparedStatement update;
    private final PreparedStatement read;

    StatementClient(Connection connection) throws SQLException {
      this.connection = connection;
      this.update = connection.prepareStatement("UPDATE t SET v = ? WHERE id = ?");
      this.read = connection.prepareStatement("SELECT v FROM t WHERE id = ?");
    }

    @Override
    public void update(long id, byte[] content) throws SQLException {
      update.setBytes(1, content);
      update.setLong(2, id);
      update.executeUpdate();
    }

    @Override
    public int read(long id) throws SQLException {
      read.setLong(1, id);
      try (ResultSet rows = read.executeQuery()) {
        rows.next();
        return rows.getBytes(1).length;
      }
    }

    @Override
    public long scan() throws SQLException {
      long length = 0;
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT id, v FROM t ORDER BY id")) {
        while (rows.next()) {
          length += rows.getBytes(2).length;
        }
      }
      return length;
    }

    @Override
    public void close() throws SQLException {
      update.close();
      read.close();
      connection.close();
    }
  }
}
