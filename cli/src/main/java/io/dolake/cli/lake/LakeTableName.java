package io.dolake.cli.lake;

import io.dolake.common.catalog.TableDef;
import io.dolake.sql.statement.Schemas;
import java.util.Comparator;
import java.util.Locale;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Name of one of the database's tables in the lake. Case does not count, as in the database, so
 * names are kept in lower case.
 *
 * @param schema the table's schema, which is its namespace in the lake's catalog
 */
public record LakeTableName(String schema, String table) implements Comparable<LakeTableName> {
  private static final Comparator<LakeTableName> ORDER =
      Comparator.comparing(LakeTableName::schema).thenComparing(LakeTableName::table);

  public LakeTableName {
    schema = Schemas.canonical(schema);
    table = table.toLowerCase(Locale.ROOT);
  }

  /** A table in the default schema. */
  public static LakeTableName inDefaultSchema(String table) {
    return new LakeTableName(TableDef.DEFAULT_SCHEMA, table);
  }

  static LakeTableName of(TableIdentifier identifier) {
    return new LakeTableName(identifier.namespace().level(0), identifier.name());
  }

  @Override
  public int compareTo(LakeTableName other) {
    return ORDER.compare(this, other);
  }

  /** As statements name it after {@code lake.}: without the schema if that is the default one. */
  @Override
  public String toString() {
    return shown(schema, table);
  }

  /** A table's name with its schema, unless that is the default one. */
  public static String shown(String schema, String table) {
    return schema.equals(TableDef.DEFAULT_SCHEMA) ? table : schema + "." + table;
  }
}
