package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dolake.server.TestNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** LISTEN and NOTIFY between connections. */
class NotificationITCase {
  private static final int TIMEOUT_MILLIS = 10_000;

  @TempDir static Path directory;
  private static TestNode node;

  private Connection listener;
  private Connection notifier;

  @BeforeAll
  static void start() throws SQLException {
    node = TestNode.start(directory);
    try (Connection connection = node.connect()) {
      run(connection, "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT)");
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    listener = node.connect();
    notifier = node.connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    listener.close();
    notifier.close();
  }

  @Test
  void idleListenerIsToldWithChannelPayloadAndNotifier() throws Exception {
    run(listener, "LISTEN news");
    run(notifier, "NOTIFY news, 'it''s out'");
    run(notifier, "NOTIFY other, 'not for us'");
    run(notifier, "NOTIFY news");
    assertThat(received(listener, 2)).containsExactly("news=it's out", "news=");
    run(notifier, "SELECT pg_notify('news', 'more')");
    PGNotification last = listener.unwrap(PGConnection.class).getNotifications(TIMEOUT_MILLIS)[0];
    assertThat(last.getParameter()).isEqualTo("more");
    assertThat(last.getPID()).isEqualTo(notifier.unwrap(PGConnection.class).getBackendPID());
  }

  @Test
  void listenerThatWaitsIsTold() throws Exception {
    run(listener, "LISTEN wake");
    CompletableFuture<List<String>> waiting =
        CompletableFuture.supplyAsync(() -> received(listener, 1));
    run(notifier, "NOTIFY wake, 'up'");
    assertThat(waiting.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).containsExactly("wake=up");
  }

  @Test
  void notifierIsToldItselfBeforeItIsReady() throws Exception {
    run(listener, "LISTEN own");
    run(listener, "NOTIFY own, 'a'");
    assertThat(waiting(listener)).containsExactly("own=a");
    listener.setAutoCommit(false);
    run(listener, "INSERT INTO item VALUES (1, 'x')");
    run(listener, "NOTIFY own, 'b'");
    assertThat(waiting(listener)).isEmpty();
    listener.commit();
    assertThat(waiting(listener)).containsExactly("own=b");
    run(listener, "NOTIFY early, 'c'; LISTEN early");
    listener.commit();
    assertThat(waiting(listener)).containsExactly("early=c");
  }

  @Test
  void transactionTellsWhenItCommitsInOrderAndEqualOnesOnce() throws Exception {
    run(listener, "LISTEN t");
    notifier.setAutoCommit(false);
    run(notifier, "NOTIFY t, '1'");
    run(notifier, "INSERT INTO item VALUES (2, 'x')");
    run(notifier, "SELECT pg_notify('t', '2')");
    run(notifier, "NOTIFY t, '1'");
    run(notifier, "NOTIFY t, '3'");
    assertThat(waiting(listener)).isEmpty();
    notifier.commit();
    assertThat(received(listener, 3)).containsExactly("t=1", "t=2", "t=3");
    run(notifier, "NOTIFY t, '1'");
    notifier.commit();
    assertThat(received(listener, 1)).containsExactly("t=1");
  }

  @Test
  void rollbackTellsNothing() throws Exception {
    run(listener, "LISTEN r");
    notifier.setAutoCommit(false);
    run(notifier, "NOTIFY r, 'rolled back'");
    notifier.rollback();
    run(notifier, "NOTIFY r, 'failed'");
    assertFails("42P01", () -> run(notifier, "SELECT * FROM nowhere"));
    notifier.commit();
    notifier.setAutoCommit(true);
    assertFails("22023", () -> run(notifier, "SELECT pg_notify('r', 'x'), pg_notify('', 'x')"));
    assertFails(
        "23505",
        () -> run(notifier, "NOTIFY r, 'script'; INSERT INTO item VALUES (9, ''), (9, '')"));
    run(notifier, "NOTIFY r, 'sentinel'");
    assertThat(received(listener, 1)).containsExactly("r=sentinel");
  }

  @Test
  void rollbackToSavepointDropsWhatCameAfterIt() throws Exception {
    run(listener, "LISTEN s");
    notifier.setAutoCommit(false);
    run(notifier, "NOTIFY s, 'before'");
    run(notifier, "SAVEPOINT a");
    run(notifier, "NOTIFY s, 'after'");
    run(notifier, "SAVEPOINT b");
    run(notifier, "NOTIFY s, 'later'");
    run(notifier, "RELEASE b");
    run(notifier, "ROLLBACK TO a");
    run(notifier, "NOTIFY s, 'later'");
    run(notifier, "SAVEPOINT c");
    run(notifier, "NOTIFY s, 'kept'");
    run(notifier, "RELEASE c");
    notifier.commit();
    assertThat(received(listener, 3)).containsExactly("s=before", "s=later", "s=kept");
  }

  @Test
  void listenAndUnlistenTakeEffectAtTheCommit() throws Exception {
    listener.setAutoCommit(false);
    run(listener, "LISTEN l");
    assertThat(channels(listener)).isEmpty();
    listener.rollback();
    run(notifier, "NOTIFY l, 'nobody listens'");
    run(listener, "LISTEN l");
    listener.commit();
    assertThat(channels(listener)).containsExactly("l");
    run(listener, "UNLISTEN l");
    listener.rollback();
    run(notifier, "NOTIFY l, 'still there'");
    listener.commit();
    assertThat(received(listener, 1)).containsExactly("l=still there");
    run(listener, "UNLISTEN l");
    listener.commit();
    run(notifier, "NOTIFY l, 'gone'");
    listener.setAutoCommit(true);
    assertNothingComes();
  }

  @Test
  void unlistenAllAndDiscardAllEndIt() throws Exception {
    for (String end : List.of("UNLISTEN *", "DISCARD ALL")) {
      run(listener, "LISTEN u1");
      run(listener, "LISTEN u2");
      run(listener, "LISTEN u2");
      assertThat(channels(listener)).containsExactly("u1", "u2");
      run(listener, "UNLISTEN u1");
      assertThat(channels(listener)).containsExactly("u2");
      run(listener, end);
      assertThat(channels(listener)).isEmpty();
      run(notifier, "NOTIFY u2, 'gone'");
      assertNothingComes();
    }
  }

  @Test
  void busyListenerIsToldAfterItsTransaction() throws Exception {
    run(listener, "LISTEN busy");
    listener.setAutoCommit(false);
    run(listener, "SELECT 1");
    run(notifier, "NOTIFY busy, 'x'");
    run(listener, "SELECT 1");
    assertThat(waiting(listener)).isEmpty();
    listener.commit();
    assertThat(waiting(listener)).containsExactly("busy=x");
    run(listener, "SELECT 1");
    listener.rollback();
    assertThat(waiting(listener)).isEmpty();
  }

  @Test
  void listenerIsToldAfterTheStatementThatItRuns() throws Exception {
    run(listener, "LISTEN slow");
    CompletableFuture<Void> statement =
        CompletableFuture.runAsync(
            () -> assertThatNoException().isThrownBy(() -> run(listener, "SELECT pg_sleep(0.3)")));
    await()
        .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
        .until(
            () ->
                run(
                        notifier,
                        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                            + " AND query LIKE '%pg_sleep(0.3)'")
                    .equals("1"));
    run(notifier, "NOTIFY slow, 'x'");
    statement.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(received(listener, 1)).containsExactly("slow=x");
  }

  @Test
  void namesFoldUnlessQuoted() throws Exception {
    run(listener, "LISTEN Folded");
    run(listener, "LISTEN \"Quoted\"");
    assertThat(channels(listener)).containsExactly("folded", "Quoted");
    run(notifier, "NOTIFY FOLDED, '1'");
    run(notifier, "NOTIFY Quoted, '2'");
    run(notifier, "NOTIFY \"Quoted\", '3'");
    run(notifier, "SELECT pg_notify('Folded', '4')");
    run(notifier, "SELECT pg_notify('folded', '5')");
    assertThat(received(listener, 3)).containsExactly("folded=1", "Quoted=3", "folded=5");
  }

  @Test
  void parametersAndTriggersNotify() throws Exception {
    run(listener, "LISTEN changes");
    // pgjdbc would send the trigger's body as a statement of its own.
    try (Connection simple = node.connect("preferQueryMode=simple")) {
      run(
          simple,
          "CREATE TRIGGER item_added AFTER INSERT ON item FOR EACH ROW WHEN NEW.id >= 100"
              + " BEGIN SELECT pg_notify('changes', NEW.id || ':' || NEW.name); END");
    }
    try (PreparedStatement notify = notifier.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, "changes");
      notify.setString(2, "prepared \u00e4\u20ac");
      notify.execute();
    }
    run(notifier, "INSERT INTO item VALUES (100, 'a'), (101, 'b')");
    assertThat(received(listener, 3))
        .containsExactly("changes=prepared \u00e4\u20ac", "changes=100:a", "changes=101:b");
    run(notifier, "DROP TRIGGER item_added");
  }

  @Test
  void limitsArePostgresOnes() throws Exception {
    assertFails("22023", () -> run(notifier, "SELECT pg_notify('', 'x')"));
    assertFails("22023", () -> run(notifier, "SELECT pg_notify(NULL, 'x')"));
    assertFails("22023", () -> run(notifier, "SELECT pg_notify('" + "c".repeat(64) + "', 'x')"));
    assertFails("22023", () -> run(notifier, "NOTIFY " + "c".repeat(64)));
    assertFails("22023", () -> run(listener, "LISTEN " + "c".repeat(64)));
    assertFails("22023", () -> run(notifier, "SELECT pg_notify('x', '" + "p".repeat(8000) + "')"));
    assertFails("22023", () -> run(notifier, "NOTIFY x, '" + "\u00e4".repeat(4000) + "'"));
    assertFails("42601", () -> run(notifier, "NOTIFY x, y"));
    String channel = "c".repeat(63);
    String payload = "\u00e4".repeat(3999) + "p";
    run(listener, "LISTEN " + channel);
    run(notifier, "NOTIFY " + channel + ", '" + payload + "'");
    run(notifier, "SELECT pg_notify('" + channel + "', NULL)");
    assertThat(received(listener, 2)).containsExactly(channel + "=" + payload, channel + "=");
  }

  @Test
  void listenerThatVanishesIsForgotten() throws Exception {
    run(listener, "LISTEN v");
    try (Connection other = node.connect()) {
      run(other, "LISTEN v");
      listener.abort(Runnable::run);
      for (int i = 0; i < 100; i++) {
        run(notifier, "NOTIFY v, '" + i + "'");
      }
      assertThat(received(other, 100)).hasSize(100).endsWith("v=99");
    }
    await()
        .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
        .until(() -> run(notifier, "SELECT count(*) FROM pg_stat_activity").equals("1"));
    await()
        .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
        .until(() -> run(notifier, "SELECT pg_notification_queue_usage()").equals("0"));
  }

  @Test
  void listenerThatStaysInATransactionForTooLongIsDisconnected() throws Exception {
    run(listener, "LISTEN full");
    listener.setAutoCommit(false);
    run(listener, "SELECT 1");
    notifyMany("full", 600);
    assertThat(Double.parseDouble(run(notifier, "SELECT pg_notification_queue_usage()")))
        .isBetween(0.5, 0.6);
    notifyMany("full", 600);
    assertFails("54000", () -> run(listener, "SELECT 1"));
    assertThat(run(notifier, "SELECT pg_notification_queue_usage()")).isEqualTo("0");
  }

  @Test
  void oneTransactionHasNoMoreNotificationsThanAListenerTakes() throws Exception {
    run(listener, "LISTEN big");
    assertFails("54000", () -> notifyMany("big", 1200));
    notifyMany("big", 800);
    assertThat(received(listener, 800)).hasSize(800);
  }

  @Test
  void listenerThatDoesNotReadIsDisconnected() throws Exception {
    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(8 << 10);
      deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.node().pgPort()));
      byte[] settings = "user\0deaf\0database\0main\0\0".getBytes(StandardCharsets.US_ASCII);
      int length = 2 * Integer.BYTES + settings.length;
      ask(deaf, ByteBuffer.allocate(length).putInt(length).putInt(3 << 16).put(settings));
      byte[] listen = "LISTEN deaf\0".getBytes(StandardCharsets.US_ASCII);
      length = Integer.BYTES + listen.length;
      ask(deaf, ByteBuffer.allocate(1 + length).put((byte) 'Q').putInt(length).put(listen));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                notifyMany("deaf", 600);
                return run(notifier, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'deaf'")
                    .equals("0");
              });
    }
  }

  /** Sends a message and reads until the server is ready. */
  private static void ask(Socket client, ByteBuffer message) throws IOException {
    client.getOutputStream().write(message.array());
    DataInputStream in = new DataInputStream(client.getInputStream());
    while (true) {
      int type = in.readUnsignedByte();
      in.readFully(new byte[in.readInt() - Integer.BYTES]);
      assertThat(type).isNotEqualTo('E');
      if (type == 'Z') {
        return;
      }
    }
  }

  /** Notifications of 8 kB each, in one transaction. */
  private void notifyMany(String channel, int count) throws SQLException {
    run(
        notifier,
        "SELECT count(pg_notify('"
            + channel
            + "', value || '"
            + "p".repeat(7900)
            + "')) FROM generate_series(1, "
            + count
            + ")");
  }

  private void assertNothingComes() throws SQLException {
    run(notifier, "NOTIFY sentinel");
    run(listener, "LISTEN sentinel");
    run(notifier, "NOTIFY sentinel");
    assertThat(received(listener, 1)).containsExactly("sentinel=");
    run(listener, "UNLISTEN sentinel");
  }

  /** What has come with answers that were read. */
  private static List<String> waiting(Connection connection) throws SQLException {
    PGNotification[] came = connection.unwrap(PGConnection.class).getNotifications();
    return texts(came);
  }

  private static List<String> texts(PGNotification[] notifications) {
    return notifications == null
        ? List.of()
        : Arrays.stream(notifications)
            .map(notification -> notification.getName() + "=" + notification.getParameter())
            .toList();
  }

  /** Waits for this many notifications, and returns all that have come. */
  private static List<String> received(Connection connection, int count) {
    List<String> received = new ArrayList<>();
    try {
      while (received.size() < count) {
        List<String> came =
            texts(connection.unwrap(PGConnection.class).getNotifications(TIMEOUT_MILLIS));
        assertThat(came).as("after %s", received).isNotEmpty();
        received.addAll(came);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return received;
  }

  private static List<String> channels(Connection connection) throws SQLException {
    List<String> channels = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_listening_channels()")) {
      while (rows.next()) {
        channels.add(rows.getString(1));
      }
    }
    return channels;
  }

  private static void assertFails(String sqlState, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  /** The first value of the result, or null. */
  private static String run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}
