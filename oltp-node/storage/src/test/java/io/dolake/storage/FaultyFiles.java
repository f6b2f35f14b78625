package io.dolake.storage;

import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Real files on a disk that can be told to be full, or to hold or fail syncs of log segments. */
final class FaultyFiles implements LogFiles {
  private static final int PLENTY = 1 << 20;

  private final LogFiles disk;
  private volatile boolean full;
  private volatile boolean failingSyncs;

  /** A segment's sync needs one; there are plenty unless syncs are held. */
  private final Semaphore syncPermits = new Semaphore(PLENTY);

  FaultyFiles(Path directory) throws IOException {
    disk = new DiskLogFiles(directory);
  }

  void setFull(boolean value) {
    full = value;
  }

  void failSyncs() {
    failingSyncs = true;
  }

  /** Syncs of segments wait from now on; to be called while there is none. */
  void holdSyncs() {
    syncPermits.drainPermits();
  }

  boolean isSyncHeld() {
    return syncPermits.hasQueuedThreads();
  }

  void letSyncsGo() {
    syncPermits.release(PLENTY);
  }

  private LogFile faulty(String name, LogFile file) {
    boolean segment = LogFormat.isSegmentName(name);
    return new LogFile() {
      @Override
      public void write(ByteBuffer source, long position) throws IOException {
        if (full && position + source.remaining() > file.size()) {
          throw new IOException("No space left on device");
        }
        file.write(source, position);
      }

      @Override
      public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
      }

      @Override
      public void sync() throws IOException {
        if (segment) {
          syncPermits.acquireUninterruptibly();
          syncPermits.release();
          if (failingSyncs) {
            throw new IOException("Input/output error");
          }
        }
        file.sync();
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public List<String> list() throws IOException {
    return disk.list();
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public LogFile create(String name) throws IOException {
    return faulty(name, disk.create(name));
  }

  @Override
  public LogFile open(String name) throws IOException {
    return faulty(name, disk.open(name));
  }

  @Override
  public LogFile openForRead(String name) throws IOException {
    return disk.openForRead(name);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void syncDirectory() throws IOException {
    disk.syncDirectory();
  }
}
