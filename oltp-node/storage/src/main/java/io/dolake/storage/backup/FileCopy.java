package io.dolake.storage.backup;

import io.dolake.storage.backup.BackupManifest.BackupFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Copies and checks whole files, counting size and checksum. */
final class FileCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  private FileCopy() {}

  /** Copies a file into a directory tree and syncs it. */
  static BackupFile copy(Path source, Path targetRoot, String relativePath) throws IOException {
    Path target = targetRoot.resolve(relativePath);
    Files.createDirectories(target.getParent());
    try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      BackupFile copied = transfer(from, to, relativePath);
      to.force(true);
      return copied;
    }
  }

  /** Size and checksum of a file. */
  static BackupFile measure(Path root, String relativePath) throws IOException {
    try (FileChannel from = FileChannel.open(root.resolve(relativePath), StandardOpenOption.READ)) {
      return transfer(from, null, relativePath);
    }
  }

  private static BackupFile transfer(FileChannel from, FileChannel to, String relativePath)
      throws IOException {
    CRC32C crc = new CRC32C();
    long size = 0;
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (from.read(buffer.clear()) >= 0) {
      buffer.flip();
      size += buffer.remaining();
      crc.update(buffer.duplicate());
      while (to != null && buffer.hasRemaining()) {
        to.write(buffer);
      }
    }
    return new BackupFile(relativePath, size, (int) crc.getValue());
  }

  /** Makes a file's content, or a directory's names, durable. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
