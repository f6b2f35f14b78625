package io.dolake.lake.writer;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files that can go while somebody is about to read them: what was opened before still has its
 * footer, its rows cannot be read any more. As from some stores' clients, the exception for it is
 * not Iceberg's.
 */
final class ForgetfulFiles implements FileIO {
  private static final long serialVersionUID = 1;

  /** Where a Parquet file's first column begins. */
  private static final long FIRST_COLUMN = 4;

  private final FileIO files;
  private final Set<String> forgotten = new HashSet<>();

  ForgetfulFiles(FileIO files) {
    this.files = files;
  }

  void forget(String path) {
    forgotten.add(path);
  }

  @Override
  public InputFile newInputFile(String path) {
    InputFile file = files.newInputFile(path);
    return forgotten.contains(path) ? new Forgotten(file) : file;
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return files.newOutputFile(path);
  }

  @Override
  public void deleteFile(String path) {
    files.deleteFile(path);
  }

  private record Forgotten(InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      return new ForgottenStream(file.newStream());
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public boolean exists() {
      return false;
    }
  }

  private static final class ForgottenStream extends SeekableInputStream {
    private final SeekableInputStream stream;

    ForgottenStream(SeekableInputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      stream.seek(position);
    }

    @Override
    public int read() throws IOException {
      checkNotRows();
      return stream.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      checkNotRows();
      return stream.read(bytes, offset, length);
    }

    private void checkNotRows() throws IOException {
      if (getPos() == FIRST_COLUMN) {
        throw new IllegalStateException("the store says 404");
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
