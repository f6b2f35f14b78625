package io.dolake.server.check;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A client that speaks just enough of the protocol to break its rules. */
final class FuzzClient implements AutoCloseable {
  private static final int PROTOCOL_3 = 196_608;
  private static final byte[] TYPES =
      "QPBDECHSXFdcfpZ\0\u007f".getBytes(StandardCharsets.ISO_8859_1);

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Random random;
  private final FuzzStatements statements;

  /**
   * @param timeoutMillis how long to wait for an answer; a client that breaks the rules may wait
   *     for one that never comes, such as after an error without a Sync
   */
  FuzzClient(int port, Random random, int timeoutMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(timeoutMillis);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    this.random = random;
    statements = new FuzzStatements(random);
  }

  /** Whether the server lets this client in and answers a query. */
  boolean isServed() throws IOException {
    startup();
    if (!awaitReady()) {
      return false;
    }
    query("SELECT 1");
    return awaitReady();
  }

  /** Does something that a client should not, chosen by the seed. */
  void misbehave() throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> randomBytes();
      case 1 -> brokenStartup();
      default -> {
        startup();
        if (awaitReady()) {
          for (int i = random.nextInt(12); i >= 0; i--) {
            misbehaveInSession();
          }
        }
      }
    }
  }

  private void misbehaveInSession() throws IOException {
    switch (random.nextInt(8)) {
      case 0 -> message(TYPES[random.nextInt(TYPES.length)], randomBody());
      case 1 -> lyingLength();
      case 2 -> extendedInDisorder();
      case 3 -> copyAbandoned();
      case 4 -> query("BEGIN; UPDATE fuzz SET amount = 1 WHERE id = " + random.nextInt(4));
      case 5 -> extendedWithBadParameters();
      default -> {
        query(statements.next());
        awaitReady();
      }
    }
  }

  private void startup() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeInt(PROTOCOL_3);
    for (String text : new String[] {"user", "fuzz", "database", "main", ""}) {
      body.write(text.getBytes(StandardCharsets.UTF_8));
      body.write(0);
    }
    out.writeInt(bytes.size() + 4);
    out.write(bytes.toByteArray());
    out.flush();
  }

  private void randomBytes() throws IOException {
    byte[] bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    out.write(bytes);
    out.flush();
  }

  private void brokenStartup() throws IOException {
    int[] codes = {
      PROTOCOL_3, PROTOCOL_3 + 7, 80_877_102, 80_877_103, 80_877_104, random.nextInt()
    };
    byte[] body = randomBody();
    out.writeInt(random.nextBoolean() ? body.length + 8 : random.nextInt());
    out.writeInt(codes[random.nextInt(codes.length)]);
    out.write(body);
    out.flush();
  }

  private void query(String sql) throws IOException {
    message((byte) 'Q', cString(sql));
  }

  private void message(byte type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
  }

  private void lyingLength() throws IOException {
    out.writeByte(TYPES[random.nextInt(TYPES.length)]);
    int[] lengths = {0, 3, -1, Integer.MAX_VALUE, random.nextInt(), 1 << 30, 20};
    out.writeInt(lengths[random.nextInt(lengths.length)]);
    out.write(randomBody());
    out.flush();
  }

  private void extendedInDisorder() throws IOException {
    byte[][] messages = {
      concat(cString("s" + random.nextInt(2)), cString(statements.next()), new byte[] {0, 0}),
      concat(cString("p"), cString("s" + random.nextInt(2)), new byte[6]),
      concat(new byte[] {'S'}, cString("s0")),
      concat(cString("p"), new byte[] {0, 0, 0, (byte) random.nextInt(3)}),
      concat(new byte[] {'P'}, cString("p"))
    };
    byte[] types = {'P', 'B', 'D', 'E', 'C'};
    for (int i = random.nextInt(8); i >= 0; i--) {
      int choice = random.nextInt(types.length);
      message(types[choice], messages[choice]);
    }
    if (random.nextBoolean()) {
      message((byte) 'S', new byte[0]);
      awaitReady();
    }
  }

  private void extendedWithBadParameters() throws IOException {
    message(
        (byte) 'P', concat(cString(""), cString("SELECT * FROM fuzz WHERE id = $1"), new byte[2]));
    byte[] value = new byte[random.nextInt(10)];
    random.nextBytes(value);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.write(new byte[2]);
    body.writeShort(1);
    body.writeShort(random.nextInt(3));
    body.writeShort(random.nextInt(4) == 0 ? 2 : 1);
    body.writeInt(random.nextInt(4) == 0 ? random.nextInt() : value.length);
    body.write(value);
    body.writeShort(0);
    message((byte) 'B', bytes.toByteArray());
    message((byte) 'E', new byte[5]);
    message((byte) 'S', new byte[0]);
    awaitReady();
  }

  private void copyAbandoned() throws IOException {
    String[] formats = {"", " (FORMAT csv)", " (FORMAT binary)"};
    query("COPY fuzz FROM STDIN" + formats[random.nextInt(formats.length)]);
    for (int i = random.nextInt(4); i > 0; i--) {
      message((byte) 'd', random.nextBoolean() ? randomBody() : copyRows());
    }
    switch (random.nextInt(4)) {
      case 0 -> message((byte) 'c', new byte[0]);
      case 1 -> message((byte) 'f', cString("changed my mind"));
      case 2 -> query("SELECT 1");
      default -> {}
    }
  }

  private byte[] copyRows() {
    StringBuilder rows = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      rows.append(random.nextInt(1000)).append("\tname").append(random.nextInt(50));
      rows.append(random.nextInt(5) == 0 ? "\n" : "\t1.5\n");
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] randomBody() {
    byte[] body = new byte[random.nextInt(random.nextInt(10) == 0 ? 100_000 : 60)];
    random.nextBytes(body);
    return body;
  }

  private static byte[] cString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return java.util.Arrays.copyOf(utf8, utf8.length + 1);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Reads messages up to ReadyForQuery; false when the server waits for COPY data or is gone. */
  private boolean awaitReady() throws IOException {
    while (true) {
      int type = in.read();
      if (type < 0) {
        return false;
      }
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      if (type == 'Z') {
        return true;
      }
      if (type == 'G') {
        return false;
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (random.nextBoolean()) {
      socket.setSoLinger(true, 0); // a reset instead of a farewell
    }
    socket.close();
  }
}
