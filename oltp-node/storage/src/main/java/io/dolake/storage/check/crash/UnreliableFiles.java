package io.dolake.storage.check.crash;

import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A directory in memory behind the store's file seam, that can lose power. Content is durable when
 * its file was synced, names when the directory was; what happened to names since then survives up
 * to some point, in order. Thread-safe.
 */
final class UnreliableFiles implements LogFiles {
  private final Random random;
  private final Map<String, SimulatedFile> names = new TreeMap<>();
  private final Map<String, SimulatedFile> namesOnDisk = new TreeMap<>();
  private final List<Consumer<Map<String, SimulatedFile>>> unsyncedNameChanges = new ArrayList<>();
  private final Runnable onPowerOff;
  private final Runnable onCheckpointSync;

  private long operationsUntilPowerOff = Long.MAX_VALUE;
  private int failingSyncOneIn;
  private int fullDiskOneIn;
  private boolean powerOff;
  private boolean faultMet;

  /**
   * @param onPowerOff called once, at the moment the power goes, by the thread that meets it
   * @param onCheckpointSync called when a checkpoint file is about to be synced: LMDB's pages were
   *     synced before it
   */
  UnreliableFiles(Random random, Runnable onPowerOff, Runnable onCheckpointSync) {
    this.random = random;
    this.onPowerOff = onPowerOff;
    this.onCheckpointSync = onCheckpointSync;
  }

  /** The power goes at the n-th operation from now that changes something. */
  synchronized void losePowerAfter(long operations) {
    operationsUntilPowerOff = operations;
  }

  /** From now on one in so many syncs fails; 0 for none. */
  synchronized void failSyncs(int oneIn) {
    failingSyncOneIn = oneIn;
  }

  /** From now on one in so many writes that make a file longer meets a full disk; 0 for none. */
  synchronized void fillDisk(int oneIn) {
    fullDiskOneIn = oneIn;
  }

  synchronized boolean isPowerOff() {
    return powerOff;
  }

  /** Whether a sync has failed since the start. */
  synchronized boolean hasSyncFailed() {
    return faultMet;
  }

  /** Turns the power off now, if it is still on. */
  synchronized void losePower() {
    if (!powerOff) {
      powerOff = true;
      onPowerOff.run();
    }
  }

  /** What is left on the disk after the power loss, as a directory of a machine started anew. */
  synchronized UnreliableFiles restart(Runnable nextOnPowerOff, Runnable nextOnCheckpointSync) {
    int survivingChanges = random.nextInt(unsyncedNameChanges.size() + 1);
    unsyncedNameChanges.subList(0, survivingChanges).forEach(change -> change.accept(namesOnDisk));
    UnreliableFiles next = new UnreliableFiles(random, nextOnPowerOff, nextOnCheckpointSync);
    namesOnDisk.forEach(
        (name, file) -> {
          SimulatedFile survivor = file.afterPowerLoss(random);
          next.names.put(name, survivor);
          next.namesOnDisk.put(name, survivor);
        });
    return next;
  }

  private void countOperation() throws IOException {
    requirePower();
    if (--operationsUntilPowerOff <= 0) {
      losePower();
      throw SimulatedFile.powerIsOff();
    }
  }

  private void requirePower() throws IOException {
    if (powerOff) {
      throw SimulatedFile.powerIsOff();
    }
  }

  private void changeNames(Consumer<Map<String, SimulatedFile>> change) throws IOException {
    countOperation();
    change.accept(names);
    unsyncedNameChanges.add(change);
  }

  @Override
  public synchronized List<String> list() throws IOException {
    requirePower();
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized boolean exists(String name) throws IOException {
    requirePower();
    return names.containsKey(name);
  }

  @Override
  public synchronized LogFile create(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    SimulatedFile file = new SimulatedFile();
    changeNames(map -> map.put(name, file));
    return new OpenFile(name, file);
  }

  @Override
  public synchronized LogFile open(String name) throws IOException {
    requirePower();
    SimulatedFile file = names.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return new OpenFile(name, file);
  }

  @Override
  public LogFile openForRead(String name) throws IOException {
    return open(name);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    if (names.containsKey(name)) {
      changeNames(map -> map.remove(name));
    }
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    SimulatedFile file = names.get(from);
    if (file == null) {
      throw new NoSuchFileException(from);
    }
    changeNames(
        map -> {
          map.remove(from);
          map.put(to, file);
        });
  }

  @Override
  public synchronized void syncDirectory() throws IOException {
    countOperation();
    unsyncedNameChanges.forEach(change -> change.accept(namesOnDisk));
    unsyncedNameChanges.clear();
  }

  /** A handle; all of a file's handles share its content. */
  private final class OpenFile implements LogFile {
    private final String name;
    private final SimulatedFile file;

    OpenFile(String name, SimulatedFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      synchronized (UnreliableFiles.this) {
        boolean longer = position + source.remaining() > file.size();
        if (longer && fullDiskOneIn > 0 && random.nextInt(fullDiskOneIn) == 0) {
          throw new IOException("No space left on device");
        }
        countOperation();
        file.write(source, position);
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (UnreliableFiles.this) {
        requirePower();
        return file.read(target, position);
      }
    }

    @Override
    public void sync() throws IOException {
      if (name.startsWith("checkpoint")) {
        onCheckpointSync.run();
      }
      synchronized (UnreliableFiles.this) {
        countOperation();
        if (failingSyncOneIn > 0 && random.nextInt(failingSyncOneIn) == 0) {
          faultMet = true;
          file.failSync(random);
          throw new IOException("Input/output error");
        }
        file.sync();
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (UnreliableFiles.this) {
        requirePower();
        return file.size();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (UnreliableFiles.this) {
        countOperation();
        file.truncate(size);
      }
    }

    @Override
    public void close() {
      // Closing neither makes anything durable nor can it fail.
    }
  }
}
