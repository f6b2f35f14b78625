package io.dolake.storage.lmdb;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.DiskFullErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's LMDB environment: opened without syncs, behind the log.
 *
 * <p>LMDB must not be resized or closed while any thread is inside it. Every use of a read snapshot
 * enters its own gate ({@link ReadSnapshot#enter}), an uncontended flag; to resize or close, the
 * environment is barred, and all gates are waited for. Read transactions themselves stay open
 * across a resize: LMDB finds pages relative to the map's current address, and cursors, which do
 * not, are sought anew (see {@link #mapEpoch}). Write transactions belong to whoever holds the lock
 * of the {@code MemtableMover}, who is also the only one to resize.
 */
public final class LmdbEnvironment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LmdbEnvironment.class);
  private static final int STRIPES = 64;
  private static final int FILE_MODE = 0644;

  /** Checkpoints and backups must never lack a reader. */
  private static final int READERS_FOR_PINS = 64;

  /** A cache of rows takes its memory when one row was read for each so many bytes of it. */
  private static final int ROW_CACHE_BYTES_PER_READ = 16 << 10;

  private final Env<ByteBuffer> env;
  private final Map<Space, Dbi<ByteBuffer>> databases = new EnumMap<>(Space.class);
  private final Dbi<ByteBuffer> meta;
  private final Dbi<ByteBuffer> data;
  private final Dbi<ByteBuffer> index;
  private final long maxMapBytes;
  private final int maxReaders;

  /** Snapshots that wait for their next use, one per stripe of threads, the rest in the deque. */
  private final AtomicReferenceArray<ReadSnapshot> stripedPool =
      new AtomicReferenceArray<>(STRIPES);

  private final ConcurrentLinkedDeque<ReadSnapshot> pool = new ConcurrentLinkedDeque<>();
  private final List<ReadSnapshot> allSnapshots = new CopyOnWriteArrayList<>();

  /** Held shared by calls on the environment itself, exclusively while it is resized or closed. */
  private final ReentrantReadWriteLock adminLock = new ReentrantReadWriteLock();

  /** Of the one write batch. */
  private final ByteBuffer writerKeyBuffer =
      ByteBuffer.allocateDirect(EntryKey.MAX_LMDB_KEY_BYTES + 1);

  private volatile boolean barred;
  private volatile boolean closed;
  private volatile long mapEpoch;
  private volatile long mapBytes;

  /** Rows read by key that were not in the cache. */
  private final LongAdder rowReads = new LongAdder();

  private volatile RowCache rowCache;
  private volatile boolean rowCacheRefused;

  /** Opens or creates the environment in a directory. */
  public LmdbEnvironment(Path directory, long mapBytes, long maxMapBytes, int maxReaders) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve(CheckpointPages.DATA_FILE);
      long fileBytes = Files.exists(file) ? Files.size(file) : 0;
      this.mapBytes = Math.max(mapBytes, roundUp(fileBytes + fileBytes / 4));
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "cannot use " + directory + ": " + e.getMessage(), null, e);
    }
    this.maxMapBytes = maxMapBytes;
    this.maxReaders = maxReaders;
    this.env =
        Env.create(ByteBufferProxy.PROXY_OPTIMAL)
            .setMapSize(this.mapBytes)
            .setMaxDbs(Space.values().length)
            .setMaxReaders(maxReaders + READERS_FOR_PINS)
            .open(
                directory.toFile(),
                FILE_MODE,
                EnvFlags.MDB_NOSYNC,
                EnvFlags.MDB_NOTLS,
                EnvFlags.MDB_NORDAHEAD);
    try {
      for (Space space : Space.values()) {
        databases.put(space, env.openDbi(space.databaseName, DbiFlags.MDB_CREATE));
      }
    } catch (RuntimeException e) {
      env.close();
      throw e;
    }
    meta = databases.get(Space.META);
    data = databases.get(Space.DATA);
    index = databases.get(Space.INDEX);
  }

  private static long roundUp(long bytes) {
    long unit = 1L << 20;
    return (bytes + unit - 1) / unit * unit;
  }

  Dbi<ByteBuffer> database(Space space) {
    return switch (space) {
      case META -> meta;
      case DATA -> data;
      case INDEX -> index;
    };
  }

  /**
   * Whether there is no cache of rows, and so many are read by key that one is worth its memory.
   */
  public boolean wantsRowCache(long bytes) {
    return rowCache == null
        && !rowCacheRefused
        && rowReads.sum() >= bytes / ROW_CACHE_BYTES_PER_READ;
  }

  /**
   * Begins to keep copies of rows that are read by key; only for the one who may change LMDB, while
   * no write transaction is open. Without enough memory outside the heap goes on without.
   *
   * @param newestLmdbTxnId the last LMDB commit
   */
  public void openRowCache(long bytes, long newestLmdbTxnId) {
    try {
      rowCache = new RowCache(bytes, newestLmdbTxnId);
      LOG.info("row cache opened: bytes={}", bytes);
    } catch (OutOfMemoryError e) {
      rowCacheRefused = true;
      LOG.warn("no row cache: bytes={} reason={}", bytes, e.getMessage());
    }
  }

  /** Null while there is none. */
  RowCache rowCache() {
    return rowCache;
  }

  void noteRowRead() {
    rowReads.increment();
  }

  public RowCacheUsage rowCacheUsage() {
    RowCache cache = rowCache;
    return cache == null
        ? new RowCacheUsage(0, 0, rowReads.sum())
        : new RowCacheUsage(cache.bytes(), cache.hits(), rowReads.sum());
  }

  /**
   * A read snapshot of what is committed now; give it back with {@link ReadSnapshot#release}.
   *
   * @param newestLmdbTxnId the last LMDB commit that the caller must see
   */
  public ReadSnapshot openSnapshot(long newestLmdbTxnId) {
    int stripe = stripeOfThread();
    ReadSnapshot snapshot =
        stripedPool.getPlain(stripe) == null ? null : stripedPool.getAndSet(stripe, null);
    if (snapshot == null) {
      snapshot = pool.pollFirst();
    }
    if (snapshot != null) {
      snapshot.open(newestLmdbTxnId);
      return snapshot;
    }
    return createSnapshot();
  }

  private ReadSnapshot createSnapshot() {
    adminLock.readLock().lock();
    try {
      checkOpen();
      if (allSnapshots.size() >= maxReaders) {
        throw new DoLakeException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            "all " + maxReaders + " read snapshots of the shard are in use",
            "end transactions sooner or raise the limit of readers");
      }
      ReadSnapshot snapshot = new ReadSnapshot(this, env.txnRead());
      allSnapshots.add(snapshot);
      return snapshot;
    } finally {
      adminLock.readLock().unlock();
    }
  }

  void giveBack(ReadSnapshot snapshot) {
    if (!stripedPool.compareAndSet(stripeOfThread(), null, snapshot)) {
      pool.addFirst(snapshot);
    }
  }

  private static int stripeOfThread() {
    return (int) Thread.currentThread().getId() & (STRIPES - 1);
  }

  /** Begins the one write transaction; only for the one who may change LMDB. */
  public WriteBatch beginWrite() {
    checkOpen();
    return new WriteBatch(this, env.txnWrite(), writerKeyBuffer);
  }

  /**
   * Doubles the map, when no write transaction is open; only for the one who may change LMDB.
   * DISK_FULL at the configured limit.
   */
  public void growMap() {
    long wanted = Math.min(mapBytes * 2, maxMapBytes);
    if (wanted <= mapBytes) {
      throw new DoLakeException(
          ErrorCode.DISK_FULL,
          "the shard's data has reached its limit of " + maxMapBytes + " bytes",
          "raise the largest map size");
    }
    exclusively(
        () -> {
          env.setMapSize(wanted);
          mapBytes = wanted;
          mapEpoch++;
        });
    LOG.info("LMDB map grown to {} bytes", wanted);
  }

  /** Bytes that the file may still grow by; free pages inside it are not counted. */
  public long roomBytes() {
    LmdbUsage usage = usage();
    return maxMapBytes - usage.pages() * usage.pageBytes();
  }

  /** Grows the map until this many bytes are free in it; like {@link #growMap}. */
  public void ensureMapRoom(long bytes) {
    LmdbUsage usage = usage();
    while (usage.mapBytes() - usage.pages() * usage.pageBytes() < bytes) {
      growMap();
      usage = usage();
    }
  }

  private void exclusively(Runnable action) {
    adminLock.writeLock().lock();
    try {
      barred = true;
      for (ReadSnapshot snapshot : allSnapshots) {
        snapshot.awaitNotBusy();
      }
      action.run();
    } finally {
      barred = closed;
      adminLock.writeLock().unlock();
    }
  }

  /** Whether threads must stay out; see {@link ReadSnapshot#enter}. */
  boolean isBarred() {
    return barred;
  }

  /** Waits while the environment is being resized; STORE_CLOSED when it is closed. */
  void awaitUnbarred() {
    adminLock.readLock().lock();
    try {
      checkOpen();
    } finally {
      adminLock.readLock().unlock();
    }
  }

  /** Changes whenever the map moves: cursors from before must be sought anew. */
  long mapEpoch() {
    return mapEpoch;
  }

  private void checkOpen() {
    if (closed) {
      throw new DoLakeException(ErrorCode.STORE_CLOSED, "the shard is closed");
    }
  }

  /** Makes all committed pages durable. Slow; runs beside readers and the writer. */
  public void sync() {
    adminLock.readLock().lock();
    try {
      checkOpen();
      env.sync(true);
    } finally {
      adminLock.readLock().unlock();
    }
  }

  /** Takes snapshots away from owners who have held them since before this time. */
  public int expireSnapshotsOpenedBefore(long nanoTime) {
    int expired = 0;
    adminLock.readLock().lock();
    try {
      if (!closed) {
        for (ReadSnapshot snapshot : allSnapshots) {
          if (snapshot.expireIfOpenedBefore(nanoTime)) {
            expired++;
          }
        }
      }
    } finally {
      adminLock.readLock().unlock();
    }
    return expired;
  }

  /** Snapshots in use, the newest first. */
  public List<ReadSnapshot> openSnapshots() {
    List<ReadSnapshot> open = new ArrayList<>();
    for (ReadSnapshot snapshot : allSnapshots) {
      if (snapshot.isOpen()) {
        open.add(snapshot);
      }
    }
    long now = System.nanoTime();
    open.sort(Comparator.comparingLong(snapshot -> now - snapshot.openedAtNanos()));
    return open;
  }

  /** Lets go of views that nobody uses and that are from before this LMDB commit. */
  public void resetSnapshotsBefore(long newestLmdbTxnId) {
    adminLock.readLock().lock();
    try {
      if (!closed) {
        for (ReadSnapshot snapshot : allSnapshots) {
          snapshot.resetIfOvertaken(newestLmdbTxnId);
        }
      }
    } finally {
      adminLock.readLock().unlock();
    }
  }

  /** Sizes and counts for operators. */
  public LmdbUsage usage() {
    adminLock.readLock().lock();
    try {
      checkOpen();
      EnvInfo info = env.info();
      Stat stat = env.stat();
      int inUse = 0;
      long oldest = Long.MAX_VALUE;
      for (ReadSnapshot snapshot : allSnapshots) {
        if (snapshot.isOpen()) {
          inUse++;
          oldest = Math.min(oldest, snapshot.openedAtNanos());
        }
      }
      long oldestNanos = inUse == 0 ? 0 : Math.max(0, System.nanoTime() - oldest);
      return new LmdbUsage(
          stat.pageSize, info.lastPageNumber + 1, info.mapSize, maxReaders, inUse, oldestNanos);
    } finally {
      adminLock.readLock().unlock();
    }
  }

  /** Waits for threads inside, then closes; later uses meet STORE_CLOSED. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    exclusively(
        () -> {
          if (closed) {
            return;
          }
          closed = true;
          for (ReadSnapshot snapshot : allSnapshots) {
            snapshot.destroy();
          }
          env.close();
        });
  }

  /** Translates what LMDB reports into our codes. */
  static DoLakeException translate(LmdbException e) {
    return DiskFullErrors.isDiskFull(e)
        ? diskFull(e)
        : new DoLakeException(ErrorCode.IO_ERROR, "LMDB failed: " + e.getMessage(), null, e);
  }

  /**
   * Likewise for a commit, which only writes into the page cache: LMDB calls it an I/O error when
   * fewer bytes were written than it asked for, and that is what the last bytes of a disk look
   * like.
   */
  static DoLakeException translateCommit(LmdbException e) {
    return String.valueOf(e.getMessage()).contains("EIO") ? diskFull(e) : translate(e);
  }

  private static DoLakeException diskFull(LmdbException e) {
    return new DoLakeException(
        ErrorCode.DISK_FULL,
        "no space left for the shard's data: " + e.getMessage(),
        "free disk space",
        e);
  }

  /** Pins what is committed now until the pin is closed; see {@link PinnedTree}. */
  public PinnedTree pin() {
    adminLock.readLock().lock();
    try {
      checkOpen();
      return new PinnedTree(this, env.txnRead());
    } finally {
      adminLock.readLock().unlock();
    }
  }

  void unpin(Txn<ByteBuffer> txn) {
    adminLock.readLock().lock();
    try {
      if (!closed) {
        txn.close();
      }
    } finally {
      adminLock.readLock().unlock();
    }
  }
}
