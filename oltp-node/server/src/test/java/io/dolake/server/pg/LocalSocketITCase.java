package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.SelfSigned;
import io.dolake.server.TestNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come through a Unix-domain socket. */
@Timeout(60)
class LocalSocketITCase {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int PROTOCOL_3_0 = 3 << 16;

  @TempDir Path directory;

  private TestNode start(UnaryOperator<NodeConfig> change) {
    return TestNode.start(
        directory,
        config ->
            change.apply(
                config.with(NodeOptions.PG_SOCKET_DIRECTORY, Optional.of(directory.resolve("s")))));
  }

  private Path socketOf(int port) {
    return directory.resolve("s").resolve(".s.PGSQL." + port);
  }

  private SocketChannel connect(TestNode node) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socketOf(node.node().pgPort())));
  }

  private static void send(SocketChannel client, ByteBuffer message) throws IOException {
    message.flip();
    while (message.hasRemaining()) {
      client.write(message);
    }
  }

  private static void sendSslRequest(SocketChannel client) throws IOException {
    send(client, ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST));
  }

  private static void sendStartup(SocketChannel client) throws IOException {
    byte[] settings = "user\0tester\0\0".getBytes(StandardCharsets.UTF_8);
    int length = 8 + settings.length;
    send(client, ByteBuffer.allocate(length).putInt(length).putInt(PROTOCOL_3_0).put(settings));
  }

  private static void sendQuery(SocketChannel client, String sql) throws IOException {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    send(
        client,
        ByteBuffer.allocate(5 + text.length).put((byte) 'Q').putInt(4 + text.length).put(text));
  }

  private static byte readByte(SocketChannel client) throws IOException {
    return read(client, 1).get();
  }

  private static ByteBuffer read(SocketChannel client, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (client.read(buffer) < 0) {
        throw new IOException("the server closed the connection");
      }
    }
    return buffer.flip();
  }

  /** The types of the messages up to and with the first of this type. */
  private static String messagesUntil(SocketChannel client, char last) throws IOException {
    StringBuilder types = new StringBuilder();
    do {
      ByteBuffer head = read(client, 5);
      types.append((char) head.get());
      read(client, head.getInt() - 4);
    } while (types.charAt(types.length() - 1) != last);
    return types.toString();
  }

  @Test
  void clientIsServedAsThroughThePort() throws IOException {
    try (TestNode node = start(config -> config);
        SocketChannel client = connect(node)) {
      sendStartup(client);
      assertThat(messagesUntil(client, 'Z')).startsWith("R").contains("K");
      sendQuery(client, "SELECT 1");
      assertThat(messagesUntil(client, 'Z')).isEqualTo("TDCZ");
      sendQuery(client, "SELECT nothing");
      assertThat(messagesUntil(client, 'Z')).isEqualTo("EZ");
    }
  }

  @Test
  void usersHaveToLogInHereToo() throws IOException, SQLException {
    try (TestNode node = start(config -> config);
        SocketChannel client = connect(node)) {
      try (Connection connection = node.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE USER tester PASSWORD 'secret'");
      }
      sendStartup(client);
      ByteBuffer head = read(client, 9);
      assertThat(head.get()).isEqualTo((byte) 'R');
      assertThat(head.getInt(5)).as("SASL").isEqualTo(10);
    }
  }

  @Test
  void tlsIsNeitherOfferedNorRequired() throws Exception {
    SelfSigned made = SelfSigned.make(directory);
    try (TestNode node =
            start(
                config ->
                    config
                        .with(NodeOptions.TLS_CERTIFICATE, Optional.of(made.certificate()))
                        .with(NodeOptions.TLS_KEY, Optional.of(made.key()))
                        .with(NodeOptions.TLS_REQUIRED, true));
        SocketChannel client = connect(node)) {
      sendSslRequest(client);
      assertThat(readByte(client)).isEqualTo((byte) 'N');
      sendStartup(client);
      assertThat(messagesUntil(client, 'Z')).startsWith("R");
    }
  }

  @Test
  void fileGoesWithTheServer() throws IOException {
    Path socket;
    try (TestNode node = start(config -> config)) {
      socket = socketOf(node.node().pgPort());
      assertThat(socket).exists();
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void fileOfAKilledServerIsReplaced() throws IOException {
    SocketFile place = SocketFile.claim(directory, 1);
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(place.path()));
    }
    assertThat(place.path()).exists();
    SocketFile again = SocketFile.claim(directory, 1);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(again.path()));
    }
  }

  @Test
  void serverThatAnswersKeepsItsFile() throws IOException {
    SocketFile place = SocketFile.claim(directory, 1);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(place.path()));
      assertThatThrownBy(() -> SocketFile.claim(directory, 1))
          .isInstanceOfSatisfying(
              DoLakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE));
      SocketChannel.open(UnixDomainSocketAddress.of(place.path())).close();
    }
  }

  @Test
  void otherFileIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve(".s.PGSQL.1"), "mine");
    assertUnusable(directory, "no socket");
    assertThat(file).hasContent("mine");
  }

  @Test
  void tooLongPathIsRefusedWithTheLimit() {
    assertUnusable(directory.resolve("d".repeat(100)), "103 are the most");
  }

  private static void assertUnusable(Path place, String reason) {
    assertThatThrownBy(() -> SocketFile.claim(place, 1))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining(reason);
  }
}
