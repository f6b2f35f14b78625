package io.dolake.sql.statement;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Schemas of the database. One always exists: {@code main} in SQLite's habit and in the stored
 * catalog, {@code public} in PostgreSQL's. Statements may use either name. Others are created; the
 * catalog keeps a setting for each.
 */
public final class Schemas {
  public static final String SETTING_PREFIX = "schema/";
  private static final String PUBLIC = "public";
  private static final Set<String> SYSTEM = Set.of("pg_catalog", "information_schema", "temp");

  private Schemas() {}

  /** The schema's own name for a name as written. */
  public static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(PUBLIC) ? TableDef.DEFAULT_SCHEMA : lower;
  }

  /** The name PostgreSQL's catalogs and error fields show for a schema's own name. */
  public static String shown(String schema) {
    return schema.equals(TableDef.DEFAULT_SCHEMA) ? PUBLIC : schema;
  }

  public static boolean exists(Catalog catalog, String name) {
    String schema = canonical(name);
    return schema.equals(TableDef.DEFAULT_SCHEMA)
        || SYSTEM.contains(schema)
        || catalog.setting(SETTING_PREFIX + schema).isPresent();
  }

  /**
   * Where names without a schema are looked up in an object's own text, such as a view's query: on
   * the session's path, then in the object's schema and the default one. So the object is readable
   * whatever the path is, and whoever set it.
   */
  public static List<String> pathInside(String schema, List<String> searchPath) {
    List<String> path = new ArrayList<>(searchPath);
    for (String own : List.of(schema, TableDef.DEFAULT_SCHEMA)) {
      if (!path.contains(own)) {
        path.add(own);
      }
    }
    return path;
  }

  /** UNDEFINED_SCHEMA unless objects can be created there. */
  public static String requireWritable(Catalog catalog, String name, int position) {
    String schema = canonical(name);
    if (SYSTEM.contains(schema)) {
      throw new SqlException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "schema " + schema + " is read only", null, position);
    }
    if (!exists(catalog, schema)) {
      throw new SqlException(
          ErrorCode.UNDEFINED_SCHEMA,
          "schema \"" + name + "\" does not exist",
          "Create it with CREATE SCHEMA, or leave the schema out.",
          position);
    }
    return schema;
  }

  /** Schemas that CREATE SCHEMA made. */
  public static List<String> created(Catalog catalog) {
    return catalog.settings().stream()
        .filter(key -> key.startsWith(SETTING_PREFIX))
        .map(key -> key.substring(SETTING_PREFIX.length()))
        .toList();
  }
}
