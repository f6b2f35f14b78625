package io.dolake.sql.pragma;

import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.plan.VirtualRelation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** SQLite's own relations: {@code sqlite_master} and the introspection pragmas as functions. */
public final class SqliteRelations implements RelationProvider {
  private static final String PREFIX = "pragma_";
  private static final SqliteRelations SHARED = new SqliteRelations();

  private final Map<String, VirtualRelation> relations = new TreeMap<>();
  private final Map<String, TableFunction> functions = new TreeMap<>();

  private SqliteRelations() {
    for (String name :
        List.of("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema")) {
      relations.put(name, new SqliteMaster(name, name.startsWith("sqlite_temp")));
    }
    for (PragmaFunction pragma : PragmaFunctions.all()) {
      functions.put(PREFIX + pragma.name(), pragma);
      if (pragma.minArguments() == 0) {
        relations.put(PREFIX + pragma.name(), new PragmaRelation(PREFIX + pragma.name(), pragma));
      }
    }
  }

  public static SqliteRelations shared() {
    return SHARED;
  }

  @Override
  public Optional<VirtualRelation> relation(String schema, String name) {
    return isMain(schema)
        ? Optional.ofNullable(relations.get(name.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  @Override
  public Optional<TableFunction> tableFunction(String schema, String name) {
    return schema == null || isMain(schema)
        ? Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  private static boolean isMain(String schema) {
    return schema.equalsIgnoreCase("main") || schema.equalsIgnoreCase("public");
  }

  /** The introspection pragma with this name, or null. */
  static TableFunction pragma(String name) {
    return SHARED.functions.get(PREFIX + name.toLowerCase(Locale.ROOT));
  }
}
