package io.dolake.flinksql.catalog;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.client.DatabaseTables;
import io.dolake.cdc.jdbc.Identifiers;
import io.dolake.cdc.jdbc.JdbcConfig;
import io.dolake.cdc.table.DoSqlCdcTableFactory;
import io.dolake.cdc.table.DoSqlConnectorOptions;
import io.dolake.cdc.table.DoSqlTableFactory;
import io.dolake.cdc.table.FlinkTypes;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;

/**
 * A DoSQL database as a Flink catalog: its schemas are the databases, its tables the tables. What
 * exists is asked from the nodes' change feed each time; DDL goes to the node's SQL port. Nothing
 * is kept here.
 */
public final class DoSqlCatalog extends AbstractCatalog {
  private final ConnectionConfig connection;
  private final JdbcConfig jdbc;
  private final Map<String, String> tableOptions;

  /**
   * @param jdbc where DDL, lookups and writes go; null for a catalog that only streams
   * @param tableOptions options that every table gets
   */
  DoSqlCatalog(
      String name,
      String defaultDatabase,
      ConnectionConfig connection,
      JdbcConfig jdbc,
      Map<String, String> tableOptions) {
    super(name, defaultDatabase);
    this.connection = connection;
    this.jdbc = jdbc;
    this.tableOptions = Map.copyOf(tableOptions);
  }

  /** Fails early, with the node's words, when it cannot be reached. */
  @Override
  public void open() {
    tables();
  }

  @Override
  public void close() {}

  @Override
  public Optional<Factory> getFactory() {
    return Optional.of(jdbc == null ? new DoSqlCdcTableFactory() : new DoSqlTableFactory());
  }

  private List<TableDef> tables() {
    try {
      return DatabaseTables.list(connection);
    } catch (DoLakeException e) {
      throw failed(e);
    }
  }

  private static CatalogException failed(DoLakeException e) {
    return new CatalogException(
        "[" + e.code() + "] " + e.getMessage() + e.hint().map(hint -> " " + hint).orElse(""), e);
  }

  private Optional<TableDef> find(ObjectPath path) {
    try {
      return DatabaseTables.find(connection, path.getDatabaseName(), path.getObjectName());
    } catch (DoLakeException e) {
      throw failed(e);
    }
  }

  @Override
  public List<String> listDatabases() {
    TreeSet<String> schemas = new TreeSet<>();
    schemas.add(getDefaultDatabase());
    tables().forEach(table -> schemas.add(table.schema()));
    return List.copyOf(schemas);
  }

  @Override
  public CatalogDatabase getDatabase(String databaseName) throws DatabaseNotExistException {
    if (!databaseExists(databaseName)) {
      throw new DatabaseNotExistException(getName(), databaseName);
    }
    return new CatalogDatabaseImpl(Map.of(), "");
  }

  @Override
  public boolean databaseExists(String databaseName) {
    return listDatabases().contains(databaseName);
  }

  @Override
  public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
      throws DatabaseAlreadyExistException {
    if (!ignoreIfExists && databaseExists(name)) {
      throw new DatabaseAlreadyExistException(getName(), name);
    }
    execute("CREATE SCHEMA " + (ignoreIfExists ? "IF NOT EXISTS " : "") + Identifiers.quote(name));
  }

  @Override
  public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade) {
    execute(
        "DROP SCHEMA "
            + (ignoreIfNotExists ? "IF EXISTS " : "")
            + Identifiers.quote(name)
            + (cascade ? " CASCADE" : ""));
  }

  @Override
  public void alterDatabase(String name, CatalogDatabase newDatabase, boolean ignoreIfNotExists) {
    throw unsupported("ALTER DATABASE");
  }

  @Override
  public List<String> listTables(String databaseName) throws DatabaseNotExistException {
    if (!databaseExists(databaseName)) {
      throw new DatabaseNotExistException(getName(), databaseName);
    }
    return tables().stream()
        .filter(table -> table.schema().equals(databaseName))
        .map(TableDef::name)
        .toList();
  }

  @Override
  public List<String> listViews(String databaseName) {
    return List.of();
  }

  @Override
  public boolean tableExists(ObjectPath path) {
    return find(path).isPresent();
  }

  @Override
  public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
    TableDef table = find(path).orElseThrow(() -> new TableNotExistException(getName(), path));
    Schema.Builder schema = Schema.newBuilder();
    for (ColumnDef column : table.columns()) {
      if (!column.hidden()) {
        schema.column(column.name(), FlinkTypes.of(column));
        if (!column.comment().isEmpty()) {
          schema.withComment(column.comment());
        }
      }
    }
    if (!table.hasHiddenRowId()) {
      schema.primaryKey(
          table.primaryKey().stream()
              .map(KeyColumn::columnId)
              .map(id -> table.columns().get(table.ordinalOf(id)).name())
              .toList());
    }
    Map<String, String> options = new HashMap<>(tableOptions);
    options.put(
        "connector", jdbc == null ? DoSqlCdcTableFactory.IDENTIFIER : DoSqlTableFactory.IDENTIFIER);
    options.put(DoSqlConnectorOptions.TABLE.key(), table.schema() + "." + table.name());
    return CatalogTable.newBuilder()
        .schema(schema.build())
        .comment(table.comment())
        .options(options)
        .build();
  }

  @Override
  public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
      throws TableAlreadyExistException {
    if (!(table instanceof ResolvedCatalogTable resolved)) {
      throw unsupported("CREATE VIEW");
    }
    String connector = resolved.getOptions().get("connector");
    if (connector != null && !connector.equals(DoSqlTableFactory.IDENTIFIER)) {
      throw new CatalogException(
          "catalog "
              + getName()
              + " creates tables in its database only: leave 'connector' out, or create the table in"
              + " another catalog.");
    }
    if (tableExists(path)) {
      if (ignoreIfExists) {
        return;
      }
      throw new TableAlreadyExistException(getName(), path);
    }
    execute(TableDdl.createTable(path, resolved.getResolvedSchema(), ignoreIfExists));
  }

  @Override
  public void dropTable(ObjectPath path, boolean ignoreIfNotExists) throws TableNotExistException {
    if (!tableExists(path)) {
      if (ignoreIfNotExists) {
        return;
      }
      throw new TableNotExistException(getName(), path);
    }
    execute("DROP TABLE " + Identifiers.quoteTable(path.getDatabaseName(), path.getObjectName()));
  }

  @Override
  public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists)
      throws TableNotExistException {
    if (!tableExists(path)) {
      if (ignoreIfNotExists) {
        return;
      }
      throw new TableNotExistException(getName(), path);
    }
    execute(
        "ALTER TABLE "
            + Identifiers.quoteTable(path.getDatabaseName(), path.getObjectName())
            + " RENAME TO "
            + Identifiers.quote(newName));
  }

  @Override
  public void alterTable(ObjectPath path, CatalogBaseTable newTable, boolean ignoreIfNotExists) {
    throw unsupported("ALTER TABLE; alter it in the database");
  }

  private void execute(String ddl) {
    if (jdbc == null) {
      throw new CatalogException(
          "catalog " + getName() + " has no 'url': set it to the node's JDBC address to run DDL.");
    }
    try (Connection sql = jdbc.open();
        Statement statement = sql.createStatement()) {
      statement.execute(ddl);
    } catch (SQLException e) {
      throw new CatalogException("the database refused: " + e.getMessage(), e);
    }
  }

  private CatalogException unsupported(String what) {
    return new CatalogException("catalog " + getName() + " does not support " + what + ".");
  }

  @Override
  public List<CatalogPartitionSpec> listPartitions(ObjectPath path) {
    return List.of();
  }

  @Override
  public List<CatalogPartitionSpec> listPartitions(ObjectPath path, CatalogPartitionSpec spec) {
    return List.of();
  }

  @Override
  public List<CatalogPartitionSpec> listPartitionsByFilter(
      ObjectPath path, List<Expression> filters) {
    return List.of();
  }

  @Override
  public CatalogPartition getPartition(ObjectPath path, CatalogPartitionSpec spec)
      throws PartitionNotExistException {
    throw new PartitionNotExistException(getName(), path, spec);
  }

  @Override
  public boolean partitionExists(ObjectPath path, CatalogPartitionSpec spec) {
    return false;
  }

  @Override
  public void createPartition(
      ObjectPath path,
      CatalogPartitionSpec spec,
      CatalogPartition partition,
      boolean ignoreIfExists) {
    throw unsupported("partitions");
  }

  @Override
  public void dropPartition(ObjectPath path, CatalogPartitionSpec spec, boolean ignoreIfNotExists) {
    throw unsupported("partitions");
  }

  @Override
  public void alterPartition(
      ObjectPath path,
      CatalogPartitionSpec spec,
      CatalogPartition newPartition,
      boolean ignoreIfNotExists) {
    throw unsupported("partitions");
  }

  @Override
  public List<String> listFunctions(String databaseName) {
    return List.of();
  }

  @Override
  public CatalogFunction getFunction(ObjectPath path) throws FunctionNotExistException {
    throw new FunctionNotExistException(getName(), path);
  }

  @Override
  public boolean functionExists(ObjectPath path) {
    return false;
  }

  @Override
  public void createFunction(ObjectPath path, CatalogFunction function, boolean ignoreIfExists) {
    throw unsupported("functions");
  }

  @Override
  public void alterFunction(
      ObjectPath path, CatalogFunction newFunction, boolean ignoreIfNotExists) {
    throw unsupported("functions");
  }

  @Override
  public void dropFunction(ObjectPath path, boolean ignoreIfNotExists) {
    throw unsupported("functions");
  }

  @Override
  public CatalogTableStatistics getTableStatistics(ObjectPath path) {
    return CatalogTableStatistics.UNKNOWN;
  }

  @Override
  public CatalogColumnStatistics getTableColumnStatistics(ObjectPath path) {
    return CatalogColumnStatistics.UNKNOWN;
  }

  @Override
  public CatalogTableStatistics getPartitionStatistics(ObjectPath path, CatalogPartitionSpec spec) {
    return CatalogTableStatistics.UNKNOWN;
  }

  @Override
  public CatalogColumnStatistics getPartitionColumnStatistics(
      ObjectPath path, CatalogPartitionSpec spec) {
    return CatalogColumnStatistics.UNKNOWN;
  }

  @Override
  public void alterTableStatistics(
      ObjectPath path, CatalogTableStatistics statistics, boolean ignoreIfNotExists) {
    throw unsupported("statistics");
  }

  @Override
  public void alterTableColumnStatistics(
      ObjectPath path, CatalogColumnStatistics statistics, boolean ignoreIfNotExists) {
    throw unsupported("statistics");
  }

  @Override
  public void alterPartitionStatistics(
      ObjectPath path,
      CatalogPartitionSpec spec,
      CatalogTableStatistics statistics,
      boolean ignoreIfNotExists) {
    throw unsupported("statistics");
  }

  @Override
  public void alterPartitionColumnStatistics(
      ObjectPath path,
      CatalogPartitionSpec spec,
      CatalogColumnStatistics statistics,
      boolean ignoreIfNotExists) {
    throw unsupported("statistics");
  }
}
