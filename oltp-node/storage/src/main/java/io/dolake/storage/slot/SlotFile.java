package io.dolake.storage.slot;

import io.dolake.common.Lsn;
import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file that keeps the slots, replaced as a whole: a new one is written and synced beside it and
 * renamed over it, so that a crash leaves either the old or the new one.
 *
 * <p>Slots have a file of their own rather than a place in LMDB because a confirmation must be
 * durable before the log it lets go of is deleted, while LMDB is only durable at checkpoints.
 */
final class SlotFile {
  static final String NAME = "slots";

  private static final String NEW_NAME = "slots.new";
  private static final byte[] MAGIC = "DOLAKSLT".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = 4;
  private static final int SMALLEST_BYTES = MAGIC.length + 1 + 1 + CHECKSUM_BYTES;

  private final LogFiles files;

  SlotFile(LogFiles files) {
    this.files = files;
  }

  List<ReplicationSlot> read() throws IOException {
    if (!files.exists(NAME)) {
      return List.of();
    }
    try (LogFile file = files.openForRead(NAME)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(bytes, 0);
      return decode(bytes.array());
    }
  }

  void write(Collection<ReplicationSlot> slots) throws IOException {
    files.delete(NEW_NAME);
    try (LogFile file = files.create(NEW_NAME)) {
      file.write(ByteBuffer.wrap(encode(slots)), 0);
      file.sync();
    }
    files.rename(NEW_NAME, NAME);
    files.syncDirectory();
  }

  static byte[] encode(Collection<ReplicationSlot> slots) {
    ByteWriter out = new ByteWriter();
    out.putBytes(MAGIC).putVarint(VERSION).putVarint(slots.size());
    for (ReplicationSlot slot : slots) {
      byte[] name = slot.name().getBytes(StandardCharsets.UTF_8);
      out.putVarint(name.length).putBytes(name);
      out.putVarint(slot.confirmed().value());
      out.putByte(slot.state() == ReplicationSlot.State.LOST ? 1 : 0);
      out.putVarint(slot.createdAt().toEpochMilli());
    }
    return out.putInt(checksum(out.array(), out.length())).copyOfBytes();
  }

  static List<ReplicationSlot> decode(byte[] bytes) {
    int contentLength = bytes.length - CHECKSUM_BYTES;
    if (bytes.length < SMALLEST_BYTES
        || ByteBuffer.wrap(bytes).getInt(contentLength) != checksum(bytes, contentLength)) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED,
          "the file of replication slots is damaged",
          "Remove the file 'slots' and create the slots again, or restore from a backup.");
    }
    ByteReader in = new ByteReader().wrap(bytes, MAGIC.length, contentLength - MAGIC.length);
    long version = in.readVarint();
    if (version != VERSION) {
      throw new DoLakeException(
          ErrorCode.STORE_FORMAT_VERSION,
          "the file of replication slots has format version "
              + version
              + ", this program reads version "
              + VERSION,
          "open it with the version of DoLake that wrote it");
    }
    int count = Math.toIntExact(in.readVarint());
    List<ReplicationSlot> slots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUtf8(Math.toIntExact(in.readVarint()));
      Lsn confirmed = new Lsn(in.readVarint());
      boolean lost = in.readByte() != 0;
      Instant createdAt = Instant.ofEpochMilli(in.readVarint());
      slots.add(
          new ReplicationSlot(
              name,
              confirmed,
              lost ? ReplicationSlot.State.LOST : ReplicationSlot.State.ACTIVE,
              createdAt));
    }
    return slots;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
