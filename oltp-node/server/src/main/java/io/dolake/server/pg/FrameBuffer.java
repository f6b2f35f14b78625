package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Cuts what comes from a client into messages: a type byte, an int32 length that counts itself, a
 * body. Holds no memory while nothing is unread. Belongs to the network thread.
 */
final class FrameBuffer {
  private static final int HEADER_BYTES = 5;

  private int maxMessageBytes;
  private ByteBuf bytes;
  private byte type;

  FrameBuffer(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Changes the largest message that is accepted: little before a client is known. */
  void allow(int newMaxMessageBytes) {
    maxMessageBytes = newMaxMessageBytes;
  }

  /** Appends and takes over what was received. */
  void append(ByteBufAllocator allocator, ByteBuf received) {
    bytes =
        bytes == null
            ? received
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, received);
  }

  int unreadBytes() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /**
   * The body of the next message, or null when it is not complete. It is valid until the next call
   * of a method other than {@link #type} and {@link #syncFollows}.
   *
   * @throws DoLakeException PROTOCOL_VIOLATION when the length cannot be; the stream is lost then
   */
  ByteBuf next() {
    if (unreadBytes() < HEADER_BYTES) {
      releaseIfRead();
      return null;
    }
    int start = bytes.readerIndex();
    int length = bytes.getInt(start + 1);
    if (length < 4 || length > maxMessageBytes) {
      throw new DoLakeException(
          ErrorCode.PROTOCOL_VIOLATION,
          "message of " + length + " bytes is outside 4 to " + maxMessageBytes,
          "Raise pg.max-message-size if the message is meant to be that large.");
    }
    if (bytes.readableBytes() < 1 + length) {
      return null;
    }
    type = bytes.readByte();
    bytes.skipBytes(4);
    return bytes.readSlice(length - 4);
  }

  /** Type of the message that {@link #next} gave last. */
  byte type() {
    return type;
  }

  /** Whether the message after the last one has come, and is a Sync. */
  boolean syncFollows() {
    return bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == 'S';
  }

  private void releaseIfRead() {
    if (bytes != null && !bytes.isReadable()) {
      release();
    }
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
