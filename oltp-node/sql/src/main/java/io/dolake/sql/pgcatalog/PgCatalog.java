package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.plan.VirtualRelation;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The relations of {@code pg_catalog} and {@code information_schema}. Thread-safe. */
public final class PgCatalog implements RelationProvider {
  static final String SCHEMA = "pg_catalog";
  static final String INFORMATION_SCHEMA = "information_schema";

  /** Ids of system relations without a fixed one start here, in the order of their definition. */
  private static final long FIRST_SYSTEM_VIEW = 12_100;

  private static final TableFunction KEYWORDS = new KeywordFunction();
  private static final PgCatalog SHARED = new PgCatalog();

  /** The version of the catalog that was asked for last. */
  private static volatile CatalogIndex latestIndex;

  private final Map<String, SystemRelation> pgCatalog = new LinkedHashMap<>();
  private final Map<Long, String> namesById = new HashMap<>();
  private final Map<String, Long> idsByName = new HashMap<>();
  private final Map<String, SystemRelation> informationSchema = new LinkedHashMap<>();

  private PgCatalog() {
    ClassRelations.define(this);
    ConstraintRelations.define(this);
    ServerRelations.define(this);
    Extensions.define(this);
    ActivityRelations.define(this);
    SequenceRelations.define(this);
    EmptyRelations.define(this);
    InformationSchemaRelations.define(this);
    number();
  }

  public static PgCatalog shared() {
    return SHARED;
  }

  /** The objects of a catalog by object id; made once for a catalog in use. */
  static CatalogIndex indexOf(Catalog catalog) {
    CatalogIndex current = latestIndex;
    if (current != null && current.catalog() == catalog) {
      return current;
    }
    CatalogIndex made = new CatalogIndex(catalog);
    latestIndex = made;
    return made;
  }

  void add(String name, String columns, SystemRelation.Rows rows) {
    pgCatalog.put(name, new SystemRelation(SCHEMA, name, columns, true, rows));
  }

  /** A relation whose rows depend on the session as well. */
  void addVolatile(String name, String columns, SystemRelation.Rows rows) {
    pgCatalog.put(name, new SystemRelation(SCHEMA, name, columns, false, rows));
  }

  void addInformation(String name, String columns, SystemRelation.Rows rows) {
    informationSchema.put(name, new SystemRelation(INFORMATION_SCHEMA, name, columns, true, rows));
  }

  Collection<SystemRelation> relations() {
    return pgCatalog.values();
  }

  /** Name of a system relation by object id, or null. */
  static String systemRelationName(long oid) {
    return SHARED.namesById.get(oid);
  }

  /** Object id of a system relation; null if there is none of this name. */
  static Long systemRelationId(String name) {
    return SHARED.idsByName.get(name.toLowerCase(Locale.ROOT));
  }

  private void number() {
    long next = FIRST_SYSTEM_VIEW;
    for (String name : pgCatalog.keySet()) {
      Long fixed = SystemRelationIds.fixed(name);
      long oid = fixed == null ? next++ : fixed;
      namesById.put(oid, name);
      idsByName.put(name, oid);
    }
  }

  @Override
  public Optional<VirtualRelation> relation(String schema, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (schema.equalsIgnoreCase(INFORMATION_SCHEMA)) {
      return Optional.ofNullable(informationSchema.get(wanted));
    }
    // PostgreSQL searches pg_catalog before any schema of the search path.
    boolean implicit = wanted.startsWith("pg_");
    return schema.equalsIgnoreCase(SCHEMA) || implicit
        ? Optional.ofNullable(pgCatalog.get(wanted))
        : Optional.empty();
  }

  @Override
  public Optional<TableFunction> tableFunction(String schema, String name) {
    return name.equalsIgnoreCase(KeywordFunction.NAME) ? Optional.of(KEYWORDS) : Optional.empty();
  }
}
