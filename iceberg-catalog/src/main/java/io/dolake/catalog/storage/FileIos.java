package io.dolake.catalog.storage;

import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/** Chooses the server's file access by the warehouse's location. */
public final class FileIos {
  private static final String S3 = "org.apache.iceberg.aws.s3.S3FileIO";

  private FileIos() {}

  /**
   * @param warehouse location of the warehouse
   * @param properties properties of the file access; {@code io-impl} overrides the choice
   * @throws IllegalArgumentException if there is no file access for such a location
   */
  public static FileIO open(String warehouse, Map<String, String> properties) {
    String implementation = properties.get(CatalogProperties.FILE_IO_IMPL);
    if (implementation != null) {
      return CatalogUtil.loadFileIO(implementation, properties, null);
    }
    if (warehouse.startsWith("file:") || warehouse.startsWith("/")) {
      return new LocalFileIO();
    }
    if (warehouse.startsWith("s3:")
        || warehouse.startsWith("s3a:")
        || warehouse.startsWith("s3n:")) {
      return CatalogUtil.loadFileIO(S3, properties, null);
    }
    throw new IllegalArgumentException(
        "No file access for warehouse "
            + warehouse
            + "; use a file: or s3: location, or set "
            + CatalogProperties.FILE_IO_IMPL);
  }
}
