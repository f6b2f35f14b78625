package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.server.TestNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections cost that do nothing. */
class IdleConnectionsITCase {
  private static final int CONNECTIONS = 1_000;

  /** The client's sockets live in the same heap, so that this is an upper bound. */
  private static final long MAX_HEAP_BYTES_EACH = 16 << 10;

  private static final int PROTOCOL_VERSION = 3 << 16;

  @TempDir Path directory;

  @Test
  void thousandIdleConnectionsTakeLittleHeapAndNoThreads() throws IOException {
    List<Socket> clients = new ArrayList<>();
    try (TestNode node = TestNode.start(directory)) {
      try {
        connect(clients, node, 50); // classes, caches and threads that all connections share
        long heapBefore = usedHeapBytes();
        int threadsBefore = Thread.activeCount();
        connect(clients, node, CONNECTIONS);
        long heapBytesEach = (usedHeapBytes() - heapBefore) / CONNECTIONS;
        assertThat(node.node().registry().get("dolake.pg.connections").gauge().value())
            .isEqualTo(CONNECTIONS + 50);
        assertThat(heapBytesEach).isLessThan(MAX_HEAP_BYTES_EACH);
        // Workers may have come or gone, but not in numbers that follow the connections.
        assertThat(Thread.activeCount() - threadsBefore).isLessThan(CONNECTIONS / 20);
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    }
  }

  /** Connects clients, each of which runs one query and falls silent. */
  private static void connect(List<Socket> clients, TestNode node, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), node.node().pgPort());
      clients.add(client);
      byte[] settings = "user\0tester\0database\0main\0\0".getBytes(StandardCharsets.US_ASCII);
      int length = 2 * Integer.BYTES + settings.length;
      ask(
          client,
          ByteBuffer.allocate(length)
              .putInt(length)
              .putInt(PROTOCOL_VERSION)
              .put(settings)
              .array());
      byte[] sql = "SELECT 1\0".getBytes(StandardCharsets.US_ASCII);
      ask(
          client,
          ByteBuffer.allocate(1 + Integer.BYTES + sql.length)
              .put((byte) 'Q')
              .putInt(Integer.BYTES + sql.length)
              .put(sql)
              .array());
    }
  }

  /** Sends a message in one piece and reads until the server is ready. */
  private static void ask(Socket client, byte[] message) throws IOException {
    client.getOutputStream().write(message);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(client.getInputStream(), 1024));
    while (true) {
      int type = in.readUnsignedByte();
      in.readFully(new byte[in.readInt() - 4]);
      assertThat(type).isNotEqualTo('E');
      if (type == 'Z') {
        return;
      }
    }
  }

  private static long usedHeapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
