package io.dolake.cli.check.lake;

import io.dolake.lake.io.LocalFileIO;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** The local store, slow or refusing when the {@link JobFaults} of its lane say so. */
public final class FaultyFileIO implements SupportsPrefixOperations {
  static final String LANE = "campaign.lane";

  private final LocalFileIO store = new LocalFileIO();
  private String lane = "";

  @Override
  public void initialize(Map<String, String> properties) {
    store.initialize(properties);
    lane = properties.getOrDefault(LANE, "");
  }

  @Override
  public Map<String, String> properties() {
    return store.properties();
  }

  private void request() {
    JobFaults faults = JobFaults.of(lane);
    if (faults.takeStoreFailure()) {
      throw new ServiceUnavailableException("injected: slow down");
    }
    int delayMillis = faults.storeDelayMillis();
    if (delayMillis > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new InterruptedIOException("interrupted"));
      }
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    request();
    return store.newInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    request();
    return store.newOutputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    request();
    store.deleteFile(location);
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    request();
    return store.listPrefix(prefix);
  }

  @Override
  public void deletePrefix(String prefix) {
    request();
    store.deletePrefix(prefix);
  }
}
