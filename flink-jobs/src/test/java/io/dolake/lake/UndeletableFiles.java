package io.dolake.lake;

import io.dolake.lake.io.LocalFileIO;
import java.util.Map;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** The local store, which at present refuses to delete anything. */
public final class UndeletableFiles implements FileIO {
  private final LocalFileIO store = new LocalFileIO();

  @Override
  public void initialize(Map<String, String> properties) {
    store.initialize(properties);
  }

  @Override
  public Map<String, String> properties() {
    return store.properties();
  }

  @Override
  public InputFile newInputFile(String location) {
    return store.newInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return store.newOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    throw new ServiceUnavailableException("slow down");
  }
}
