package io.dolake.server.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the {@link NullServer}: PostgreSQL's protocol 3.0 as far as pgbench and simple
 * programs use it, on a thread of its own. Answers are collected and sent when the client waits for
 * them.
 */
final class NullSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NullSession.class);
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int PROTOCOL_3 = 3 << 16;

  private static final byte IDLE = 'I';
  private static final byte IN_TRANSACTION = 'T';

  /** What the client asks about its tables before it begins: their scale and their partitions. */
  private static final String SCALE_QUERY = "count(*)";

  private static final String PARTITIONS_QUERY = "partstrat";

  private final SocketChannel channel;
  private final SyncedPages pages;
  private final String scale;
  private final Thread thread;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Map<String, Statement> statements = new HashMap<>();
  private Statement bound;
  private byte state = IDLE;

  /**
   * A statement that is known by its first word.
   *
   * @param rows its result as messages, RowDescription apart; empty if it has none
   */
  private record Statement(String word, byte[] description, byte[] rows, byte[] completion) {
    static Statement of(String sql, String scale) {
      String word = sql.strip().split("[\\s;(]", 2)[0].toUpperCase(Locale.ROOT);
      Message description = new Message('n');
      Message row = null;
      if (word.equals("SELECT")) {
        String[] values = valuesOf(sql, scale);
        description = new Message('T').int16(values.length);
        row = new Message('D').int16(values.length);
        for (String value : values) {
          description.text("c").int32(0).int16(0).int32(25).int16(-1).int32(-1).int16(0);
          row.value(value);
        }
      }
      return new Statement(
          word,
          description.bytes(),
          row == null ? new byte[0] : row.bytes(),
          new Message('C').text(tagOf(word)).bytes());
    }

    private static String[] valuesOf(String sql, String scale) {
      if (sql.contains(PARTITIONS_QUERY)) {
        return new String[] {"1", null, "0"};
      }
      return new String[] {sql.contains(SCALE_QUERY) ? scale : "0"};
    }

    private static String tagOf(String word) {
      return switch (word) {
        case "SELECT", "UPDATE", "DELETE" -> word + " 1";
        case "INSERT" -> "INSERT 0 1";
        case "END" -> "COMMIT";
        default -> word;
      };
    }

    boolean begins() {
      return word.equals("BEGIN");
    }

    boolean commits() {
      return word.equals("END") || word.equals("COMMIT");
    }

    boolean returnsRows() {
      return rows.length > 0;
    }
  }

  NullSession(SocketChannel channel, SyncedPages pages, String scale) {
    this.channel = channel;
    this.pages = pages;
    this.scale = scale;
    this.thread = new Thread(this::serve, "null-server-session");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isOver() {
    return !channel.isOpen();
  }

  private void serve() {
    try (channel) {
      greet();
      while (handle()) {
        continue;
      }
    } catch (EOFException | ClosedChannelException gone) {
      // The client has left, or close() was called.
    } catch (IOException e) {
      // pgbench, whose connection ends here, fails with it.
      LOG.warn("the null server lost a client: {}", e.getMessage());
    }
  }

  private void greet() throws IOException {
    while (true) {
      require(Integer.BYTES);
      int bytes = in.getInt() - Integer.BYTES;
      require(bytes);
      int code = in.getInt();
      in.position(in.position() + bytes - Integer.BYTES);
      if (code == PROTOCOL_3) {
        break;
      }
      if (code != SSL_REQUEST && code != GSS_REQUEST) {
        throw new EOFException("a cancel request, or another protocol");
      }
      out.put((byte) 'N');
      flush();
    }
    put(new Message('R').int32(0).bytes());
    parameter("server_version", "15.0");
    parameter("client_encoding", "UTF8");
    parameter("standard_conforming_strings", "on");
    parameter("integer_datetimes", "on");
    put(new Message('K').int32(0).int32(0).bytes());
    ready();
  }

  private void parameter(String name, String value) {
    put(new Message('S').text(name).text(value).bytes());
  }

  /** The next message; false if it was the client's last. */
  private boolean handle() throws IOException {
    require(1 + Integer.BYTES);
    byte type = in.get();
    int bytes = in.getInt() - Integer.BYTES;
    require(bytes);
    int end = in.position() + bytes;
    switch (type) {
      case 'Q' -> query(Statement.of(text(), scale));
      case 'P' -> {
        statements.put(text(), Statement.of(text(), scale));
        empty('1');
      }
      case 'B' -> {
        text();
        bound = statements.get(text());
        if (bound == null) {
          throw new IOException("a statement that was not prepared");
        }
        empty('2');
      }
      case 'D' -> put(bound.description());
      case 'E' -> execute(bound);
      case 'C' -> empty('3');
      case 'S' -> ready();
      case 'X' -> {
        return false;
      }
      default -> {
        // Nothing that the client waits for.
      }
    }
    in.position(end);
    return true;
  }

  private void query(Statement statement) throws IOException {
    if (statement.returnsRows()) {
      put(statement.description());
    }
    execute(statement);
    ready();
  }

  private void execute(Statement statement) throws IOException {
    if (statement.commits()) {
      pages.commit();
      state = IDLE;
    } else if (statement.begins()) {
      state = IN_TRANSACTION;
    }
    put(statement.rows());
    put(statement.completion());
  }

  private void ready() throws IOException {
    out.put((byte) 'Z').putInt(Integer.BYTES + 1).put(state);
    flush();
  }

  private void empty(char type) {
    out.put((byte) type).putInt(Integer.BYTES);
  }

  private void put(byte[] messages) {
    out.put(messages);
  }

  /** Text up to its zero. */
  private String text() {
    int start = in.position();
    while (in.get() != 0) {
      continue;
    }
    byte[] bytes = new byte[in.position() - 1 - start];
    in.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads until so many bytes of a message are there. */
  private void require(int bytes) throws IOException {
    if (bytes > BUFFER_BYTES) {
      throw new IOException("a message of " + bytes + " bytes");
    }
    while (in.remaining() < bytes) {
      in.compact();
      int read = channel.read(in);
      in.flip();
      if (read < 0) {
        throw new EOFException();
      }
    }
  }

  private void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    channel.close();
    thread.join();
  }

  /** A message of the server being put together. */
  private static final class Message {
    private final ByteBuffer buffer = ByteBuffer.allocate(1024);

    Message(char type) {
      buffer.put((byte) type).putInt(0);
    }

    Message int16(int value) {
      buffer.putShort((short) value);
      return this;
    }

    Message int32(int value) {
      buffer.putInt(value);
      return this;
    }

    Message text(String text) {
      buffer.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
      return this;
    }

    Message value(String text) {
      if (text == null) {
        return int32(-1);
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      buffer.putInt(bytes.length).put(bytes);
      return this;
    }

    byte[] bytes() {
      buffer.putInt(1, buffer.position() - 1);
      byte[] bytes = new byte[buffer.position()];
      buffer.get(0, bytes);
      return bytes;
    }
  }
}
