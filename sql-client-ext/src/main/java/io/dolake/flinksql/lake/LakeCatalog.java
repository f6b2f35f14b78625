package io.dolake.flinksql.lake;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.ProcedureNotExistException;
import org.apache.flink.table.procedures.Procedure;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkCatalog;

/**
 * Iceberg's Flink catalog on the lake's REST catalog, with the procedures of the database {@value
 * #PROCEDURES}.
 */
final class LakeCatalog extends FlinkCatalog {
  static final String PROCEDURES = "sys";

  private final LakeTables tables;
  private final Map<String, Procedure> procedures;

  /**
   * @param client properties of the REST catalog's client
   * @param jobUri JobManager of the lake job, or null
   */
  LakeCatalog(String name, String defaultDatabase, Map<String, String> client, URI jobUri) {
    super(
        name,
        defaultDatabase,
        Namespace.empty(),
        CatalogLoader.rest(name, new Configuration(false), client),
        client,
        false,
        CatalogProperties.CACHE_EXPIRATION_INTERVAL_MS_OFF);
    tables = new LakeTables(client, defaultDatabase);
    LakeJobManager job = new LakeJobManager(jobUri);
    procedures =
        Map.of(
            "flush", new FlushProcedure(job),
            "compact", new CompactProcedure(tables, job),
            "status", new StatusProcedure(tables),
            "snapshots", new SnapshotsProcedure(tables),
            "expire", new ExpireProcedure(tables),
            "rollback_to", new RollbackProcedure(tables));
  }

  @Override
  public List<String> listProcedures(String database) throws DatabaseNotExistException {
    if (PROCEDURES.equals(database)) {
      return procedures.keySet().stream().sorted().toList();
    }
    if (databaseExists(database)) {
      return List.of();
    }
    throw new DatabaseNotExistException(getName(), database);
  }

  @Override
  public Procedure getProcedure(ObjectPath path) throws ProcedureNotExistException {
    Procedure procedure =
        PROCEDURES.equals(path.getDatabaseName()) ? procedures.get(path.getObjectName()) : null;
    if (procedure == null) {
      throw new ProcedureNotExistException(getName(), path);
    }
    return procedure;
  }

  @Override
  public void close() throws CatalogException {
    try {
      super.close();
    } finally {
      tables.close();
    }
  }
}
