package io.dolake.lake.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** Reads a local file at any position; for one thread at a time. */
final class LocalInputStream extends SeekableInputStream implements RangeReadable {
  private static final int BUFFER_BYTES = 8 * 1024;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  LocalInputStream(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  @Override
  public long getPos() throws IOException {
    return channel.position() - buffer.remaining();
  }

  @Override
  public void seek(long newPos) throws IOException {
    long ahead = newPos - getPos();
    if (ahead >= 0 && ahead <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) ahead);
      return;
    }
    buffer.limit(0);
    channel.position(newPos);
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && length >= BUFFER_BYTES) {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      return count > 0;
    }
    return true;
  }

  @Override
  public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
    long next = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, next);
      if (count < 0) {
        throw new EOFException("file ends before position " + (position + length));
      }
      next += count;
    }
  }

  @Override
  public int readTail(byte[] bytes, int offset, int length) throws IOException {
    long size = channel.size();
    int count = (int) Math.min(size, length);
    readFully(size - count, bytes, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
