package io.dolake.storage.recovery;

import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A shard's directory, locked for one store.
 *
 * <pre>
 * FORMAT    "dolake-shard 1 &lt;shard id&gt;" and a newline
 * LOCK      locked while a store has the directory open
 * log/      segments, checkpoint, slots
 * data/     LMDB
 * </pre>
 */
final class StoreDirectory implements AutoCloseable {
  private static final String FORMAT_NAME = "dolake-shard";
  private static final int FORMAT_VERSION = 1;

  private final Path directory;
  private final FileChannel lockChannel;

  private StoreDirectory(Path directory, FileChannel lockChannel) {
    this.directory = directory;
    this.lockChannel = lockChannel;
  }

  static StoreDirectory lock(Path directory, ShardId shardId) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "cannot create directory " + directory, "check the path", e);
    }
    if (!Files.isWritable(directory)) {
      throw new DoLakeException(
          ErrorCode.STORE_READ_ONLY_DIRECTORY,
          "directory " + directory + " is not writable",
          "give the user that runs DoLake the right to write to it");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              directory.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw locked(directory, null);
      }
      StoreDirectory locked = new StoreDirectory(directory, channel);
      locked.checkFormat(shardId);
      return locked;
    } catch (OverlappingFileLockException e) {
      closeAfterFailure(channel, e);
      throw locked(directory, e);
    } catch (IOException e) {
      closeAfterFailure(channel, e);
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "cannot open directory " + directory + ": " + e.getMessage(),
          null,
          e);
    } catch (RuntimeException e) {
      closeAfterFailure(channel, e);
      throw e;
    }
  }

  private static void closeAfterFailure(FileChannel channel, Exception failure) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static DoLakeException locked(Path directory, Throwable cause) {
    return new DoLakeException(
        ErrorCode.STORE_LOCKED,
        "directory " + directory + " is open in another store",
        "stop the other process first",
        cause);
  }

  private void checkFormat(ShardId shardId) throws IOException {
    Path file = directory.resolve("FORMAT");
    String expected = FORMAT_NAME + " " + FORMAT_VERSION + " " + shardId;
    if (!Files.exists(file)) {
      Path created = directory.resolve("FORMAT.new");
      Files.writeString(created, expected + "\n", StandardCharsets.US_ASCII);
      Files.move(created, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    String found = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!found.equals(expected)) {
      throw new DoLakeException(
          ErrorCode.STORE_FORMAT_VERSION,
          "directory " + directory + " holds \"" + found + "\", expected \"" + expected + "\"",
          "open it with the version of DoLake and the shard id that it was made with");
    }
  }

  Path formatFile() {
    return directory.resolve("FORMAT");
  }

  Path logDirectory() {
    return directory.resolve("log");
  }

  Path dataDirectory() {
    return directory.resolve("data");
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR, "cannot unlock " + directory + ": " + e.getMessage(), null, e);
    }
  }
}
