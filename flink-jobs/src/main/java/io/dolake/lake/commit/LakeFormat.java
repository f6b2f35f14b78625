package io.dolake.lake.commit;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.schema.LakeColumns;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/** Iceberg format version of the job's tables. */
public final class LakeFormat {
  /** With deletion vectors. */
  public static final int DEFAULT = 3;

  /** With position deletes, for engines that know no deletion vectors. */
  public static final int OLDEST = 2;

  private LakeFormat() {}

  /**
   * Whether a table's metadata tells readers what rows written before a column have in it; else the
   * rows are written again. Version 2 has no word for it. In version 3 Iceberg's vectorized reader,
   * which is Spark's, fails on every decimal column that has such a value (apache/iceberg#16502, up
   * to 1.11): still better than a table that nobody can write again.
   */
  public static boolean keepsDefaults(int version, TableDef table, ColumnDef column) {
    return version >= DEFAULT
        && (column.type().kind() != TypeKind.DECIMAL || !LakeColumns.tellKeys(table));
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
