package io.dolake.lake.commit;

import java.util.Map;
import org.apache.iceberg.TableProperties;

/** Iceberg format version of the job's tables. */
public final class LakeFormat {
  /** With deletion vectors. */
  public static final int DEFAULT = 3;

  /** With position deletes, for engines that know no deletion vectors. */
  public static final int OLDEST = 2;

  private LakeFormat() {}

  /** Whether a table's metadata can say what rows written before a column have in it. */
  public static boolean keepsDefaults(int version) {
    return version >= DEFAULT;
  }

  /** Whether the properties of new tables name a version that can be written, or none. */
  public static boolean isKnown(Map<String, String> tableProperties) {
    String version = tableProperties.get(TableProperties.FORMAT_VERSION);
    return version == null
        || version.equals(Integer.toString(DEFAULT))
        || version.equals(Integer.toString(OLDEST));
  }

  /** The version that the properties of new tables name. */
  public static int version(Map<String, String> tableProperties) {
    return Integer.parseInt(
        tableProperties.getOrDefault(TableProperties.FORMAT_VERSION, Integer.toString(DEFAULT)));
  }
}
