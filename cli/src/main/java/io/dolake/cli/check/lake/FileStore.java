package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogConfig;
import io.dolake.lake.io.LocalFileIO;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.CatalogProperties;

/** Files in a local directory; {@link FaultyFileIO} makes the faults. */
final class FileStore implements LaneStore {
  private final String lane;
  private final Path catalogDirectory;

  FileStore(String lane, Path catalogDirectory) {
    this.lane = lane;
    this.catalogDirectory = catalogDirectory;
  }

  @Override
  public CatalogConfig catalog() {
    return CatalogConfig.embedded(catalogDirectory);
  }

  @Override
  public String warehouse() {
    return catalogDirectory.resolve("warehouse").toUri().toString();
  }

  @Override
  public Map<String, String> jobFiles() {
    return Map.of(
        CatalogProperties.FILE_IO_IMPL, FaultyFileIO.class.getName(), FaultyFileIO.LANE, lane);
  }

  @Override
  public Map<String, String> readerFiles() {
    return Map.of(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName());
  }

  @Override
  public void delayRequests(int millis) {
    JobFaults.of(lane).delayStoreRequests(millis);
  }

  @Override
  public String failRequests(int requests, Random random) {
    JobFaults.of(lane).refuseStoreRequests(requests);
    return "store refuses";
  }

  @Override
  public void calm() {
    JobFaults.of(lane).calmStore();
  }

  @Override
  public void close() {}
}
