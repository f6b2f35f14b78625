package io.dolake.sql.pgcatalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Object ids (OIDs) of catalog objects. Those of tables and indexes follow from their own numbers;
 * objects that have only a name get one from its hash in a range of their own.
 *
 * <pre>
 * 16384 + 4 t          table t         1000000000 + i       index i
 * 16384 + 4 t + 1      its primary key 1100000000 + hash    view
 * 16384 + 4 t + 2      its row type    1200000000 + hash    constraint
 * 16384 + 4 t          sequence t      1600000000 + hash    counter of a column
 * </pre>
 */
public final class ObjectIds {
  public static final long PG_CATALOG = 11;
  public static final long INFORMATION_SCHEMA = 13_000;
  public static final long MAIN_SCHEMA = 2_200;
  public static final long OWNER = 10;
  public static final long DATABASE = 5;
  public static final long HEAP_ACCESS_METHOD = 2;
  public static final long BTREE_ACCESS_METHOD = 403;
  public static final long DEFAULT_COLLATION = 100;
  public static final long BINARY_COLLATION = 950;
  public static final long NOCASE_COLLATION = 12_001;
  public static final long RTRIM_COLLATION = 12_002;

  /** Id of the row of pg_class that stands for pg_class itself. */
  public static final long PG_CLASS = 1_259;

  private static final long FIRST_TABLE = 16_384;
  private static final long FIRST_INDEX = 1_000_000_000L;
  private static final long FIRST_VIEW = 1_100_000_000L;
  private static final long FIRST_CONSTRAINT = 1_200_000_000L;
  private static final long FIRST_DEFAULT = 1_300_000_000L;
  private static final long FIRST_SCHEMA = 1_400_000_000L;
  private static final long FIRST_ROLE = 1_500_000_000L;
  private static final long FIRST_COUNTER = 1_600_000_000L;
  private static final int HASH_MASK = 0x3ffffff;

  private ObjectIds() {}

  public static long ofTable(TableId table) {
    return FIRST_TABLE + 4L * table.value();
  }

  static long ofSequence(SequenceRelation sequence) {
    TableId table = sequence.table().id();
    return sequence.isCounter()
        ? FIRST_COUNTER + hash(table.value() + "." + sequence.column().id())
        : ofTable(table);
  }

  /** The index that stands for the table's primary key. */
  public static long ofPrimaryKey(TableId table) {
    return ofTable(table) + 1;
  }

  static long ofRowType(TableId table) {
    return ofTable(table) + 2;
  }

  public static long ofIndex(IndexId index) {
    return FIRST_INDEX + index.value();
  }

  static long ofView(String schema, String name) {
    return FIRST_VIEW + hash(schema + '.' + name);
  }

  static long ofConstraint(TableId table, String name) {
    return FIRST_CONSTRAINT + hash(table.value() + "." + name);
  }

  static long ofDefault(TableId table, int columnId) {
    return FIRST_DEFAULT + hash(table.value() + "." + columnId);
  }

  static long ofRole(String name) {
    return FIRST_ROLE + hash(name);
  }

  public static long ofSchema(String name) {
    return switch (Schemas.canonical(name)) {
      case TableDef.DEFAULT_SCHEMA -> MAIN_SCHEMA;
      case "pg_catalog" -> PG_CATALOG;
      case "information_schema" -> INFORMATION_SCHEMA;
      default -> FIRST_SCHEMA + hash(name);
    };
  }

  private static long hash(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    return crc.getValue() & HASH_MASK;
  }
}
