package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogConfig;
import io.dolake.common.check.FaultyStoreProxy;
import io.dolake.common.check.FaultyStoreProxy.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.aws.s3.S3FileIO;

/** Objects in an S3-compatible store of the lane's own, which the job reaches through a proxy. */
final class S3Store implements LaneStore {
  /** What is one access to a file elsewhere takes about so many requests here. */
  private static final int REQUESTS_OF_ACCESS = 4;

  private final S3StoreProcess process;
  private final FaultyStoreProxy proxy;
  private final Path catalogDirectory;

  /**
   * @param storeDirectory exists
   */
  S3Store(Path storeDirectory, Path catalogDirectory) throws IOException, InterruptedException {
    this.catalogDirectory = catalogDirectory;
    process = S3StoreProcess.start(storeDirectory);
    proxy = new FaultyStoreProxy(process.endpoint());
  }

  @Override
  public CatalogConfig catalog() {
    return CatalogConfig.builder()
        .jdbcUrl("jdbc:sqlite:" + catalogDirectory.toAbsolutePath().resolve("catalog.db"))
        .warehouseLocation(warehouse())
        .fileIoProperties(access(process.endpoint().toString()))
        .build();
  }

  @Override
  public String warehouse() {
    return "s3://" + S3StoreProcess.BUCKET + "/warehouse";
  }

  @Override
  public Map<String, String> jobFiles() {
    return files(proxy.uri());
  }

  @Override
  public Map<String, String> readerFiles() {
    return files(process.endpoint().toString());
  }

  private static Map<String, String> files(String endpoint) {
    Map<String, String> properties = new HashMap<>(access(endpoint));
    properties.put(CatalogProperties.FILE_IO_IMPL, S3FileIO.class.getName());
    return properties;
  }

  private static Map<String, String> access(String endpoint) {
    return Map.of(
        "s3.endpoint", endpoint,
        "s3.path-style-access", "true",
        "s3.access-key-id", "campaign",
        "s3.secret-access-key", "campaign-secret",
        "client.region", "us-east-1",
        // The client's own patience would hide every fault from the job, for seconds each.
        "s3.retry.num-retries", "1",
        "s3.retry.min-wait-ms", "10",
        "s3.retry.max-wait-ms", "50");
  }

  @Override
  public void delayRequests(int millis) {
    proxy.delayRequests(millis / REQUESTS_OF_ACCESS);
  }

  @Override
  public String failRequests(int requests, Random random) {
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    proxy.failNext(fault, requests);
    return "S3 " + fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void calm() {
    proxy.calm();
  }

  @Override
  public void close() throws InterruptedException {
    proxy.close();
    process.close();
  }
}
