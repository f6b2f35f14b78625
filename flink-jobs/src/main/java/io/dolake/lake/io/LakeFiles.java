package io.dolake.lake.io;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/** Opens the files of a warehouse. */
public final class LakeFiles {
  private LakeFiles() {}

  /**
   * Properties for a warehouse: the given ones, and local access without Hadoop if they name no
   * {@code io-impl} and the warehouse is a local directory.
   */
  public static Map<String, String> properties(String warehouse, Map<String, String> given) {
    Map<String, String> properties = new HashMap<>(given);
    properties.putIfAbsent(
        CatalogProperties.FILE_IO_IMPL,
        isLocal(warehouse) ? LocalFileIO.class.getName() : "org.apache.iceberg.io.ResolvingFileIO");
    return properties;
  }

  public static FileIO open(Map<String, String> properties) {
    return CatalogUtil.loadFileIO(
        properties.get(CatalogProperties.FILE_IO_IMPL), properties, new Configuration());
  }

  /** Whether a warehouse is on this machine's file system. */
  public static boolean isLocal(String warehouse) {
    return warehouse.startsWith("file:") || warehouse.startsWith("/");
  }
}
