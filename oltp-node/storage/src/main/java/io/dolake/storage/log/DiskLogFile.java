package io.dolake.storage.log;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** {@link LogFile} on a file channel. */
final class DiskLogFile implements LogFile {
  private static final Method SET_UNINTERRUPTIBLE = findSetUninterruptible();

  private final FileChannel channel;

  /**
   * An interruptible channel closes itself when a thread is interrupted inside it. Commits run on
   * the threads of clients, whose interrupts must never cost the shard its log: so the channel is
   * made uninterruptible, which JDK 11 to 25 offer inside the package that LMDB needs opened
   * anyway.
   */
  DiskLogFile(FileChannel channel) throws IOException {
    this.channel = channel;
    try {
      SET_UNINTERRUPTIBLE.invoke(channel);
    } catch (IllegalAccessException | InvocationTargetException e) {
      channel.close();
      throw new IOException("cannot make the file channel uninterruptible", e);
    }
  }

  private static Method findSetUninterruptible() {
    try {
      Method method = Class.forName("sun.nio.ch.FileChannelImpl").getMethod("setUninterruptible");
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "start the JVM with --add-opens java.base/sun.nio.ch=ALL-UNNAMED"
              + " --add-opens java.base/java.nio=ALL-UNNAMED",
          e);
    }
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    int total = 0;
    while (target.hasRemaining()) {
      int count = channel.read(target, position + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  @Override
  public void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
