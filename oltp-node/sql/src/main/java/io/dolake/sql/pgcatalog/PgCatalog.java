package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.plan.VirtualRelation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The relations of {@code pg_catalog} and {@code information_schema}. Thread-safe. */
public final class PgCatalog implements RelationProvider {
  static final String SCHEMA = "pg_catalog";
  static final String INFORMATION_SCHEMA = "information_schema";

  /** Ids of the system relations themselves start here, in the order of their definition. */
  private static final long FIRST_SYSTEM_RELATION = 1_300;

  private static final TableFunction KEYWORDS = new KeywordFunction();
  private static final PgCatalog SHARED = new PgCatalog();

  /** The version of the catalog that was asked for last. */
  private static volatile CatalogIndex latestIndex;

  private final Map<String, SystemRelation> pgCatalog = new LinkedHashMap<>();
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

  static String systemRelationName(long oid) {
    if (oid == ObjectIds.PG_CLASS) {
      return "pg_class";
    }
    long position = oid - FIRST_SYSTEM_RELATION;
    return position < 0 || position >= SHARED.pgCatalog.size()
        ? null
        : SHARED.pgCatalog.keySet().stream().skip(position).findFirst().orElse(null);
  }

  static Long systemRelationId(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.equals("pg_class")) {
      return ObjectIds.PG_CLASS;
    }
    long position = 0;
    for (String known : SHARED.pgCatalog.keySet()) {
      if (known.equals(wanted)) {
        return FIRST_SYSTEM_RELATION + position;
      }
      position++;
    }
    return null;
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
