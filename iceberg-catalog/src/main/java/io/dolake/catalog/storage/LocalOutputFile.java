package io.dolake.catalog.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A local file to write; closing its stream forces it to the disk. */
final class LocalOutputFile implements OutputFile {
  private final String location;
  private final Path path;

  LocalOutputFile(String location, Path path) {
    this.location = location;
    this.path = path;
  }

  @Override
  public PositionOutputStream create() {
    return open(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  @Override
  public PositionOutputStream createOrOverwrite() {
    return open(
        StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private PositionOutputStream open(OpenOption... options) {
    try {
      return new ForcedOutputStream(openIn(path, options));
    } catch (FileAlreadyExistsException e) {
      throw new AlreadyExistsException(e, "File already exists: %s", location);
    } catch (IOException e) {
      throw new RuntimeIOException(e, "Failed to create file: %s", location);
    }
  }

  /** A folder is made when the first file needs it. */
  private static FileChannel openIn(Path path, OpenOption... options) throws IOException {
    try {
      return FileChannel.open(path, options);
    } catch (NoSuchFileException e) {
      Files.createDirectories(path.getParent());
      return FileChannel.open(path, options);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public InputFile toInputFile() {
    return org.apache.iceberg.Files.localInput(path.toFile());
  }

  private static final class ForcedOutputStream extends PositionOutputStream {
    private final FileChannel channel;
    private long position;

    ForcedOutputStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() {
      // Iceberg asks for the length after the stream was closed, too.
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        position += channel.write(buffer);
      }
    }

    @Override
    public void close() throws IOException {
      if (!channel.isOpen()) {
        return;
      }
      // Journalling file systems write a new file's name along with its first forced content, so
      // the
      // directory is not forced separately.
      try (channel) {
        channel.force(true);
      }
    }
  }
}
