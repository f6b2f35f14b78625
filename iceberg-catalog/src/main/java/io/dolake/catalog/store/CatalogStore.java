package io.dolake.catalog.store;

import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The catalog's state in a relational database: namespaces, tables and views, events, idempotency
 * keys, purges, principals. Safe for use by many threads; several servers may share one PostgreSQL.
 */
public final class CatalogStore implements AutoCloseable {
  private final Database database;

  private CatalogStore(Database database) {
    this.database = database;
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws StoreUnavailableException if the database cannot be reached
   */
  public static CatalogStore open(DatabaseConfig config) {
    Database database = new Database(config);
    try {
      Migrations.apply(database);
      return new CatalogStore(database);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Runs queries.
   *
   * @throws StoreUnavailableException if the database does not answer
   */
  public <T> T read(StoreWork<T> work) {
    return database.read(connection -> work.run(new StoreSession(connection, database.dialect())));
  }

  /**
   * Runs a mutation and records its event, in one transaction.
   *
   * @param event the event to append, numbered by the store; its commit id tells afterwards whether
   *     the transaction was applied, should the database break off
   * @param committed told the event's number after the commit
   * @throws StoreUnavailableException nothing was applied
   * @throws OutcomeUnknownException the mutation may or may not have been applied
   * @throws DuplicateKeyException nothing was applied
   * @throws MissingReferenceException nothing was applied
   */
  public <T> T mutate(StoreWork<T> work, EventRow event, Consumer<EventRow> committed) {
    record Outcome<R>(R result, long eventId) {}
    Outcome<T> outcome =
        database.write(
            connection -> {
              StoreSession session = new StoreSession(connection, database.dialect());
              T result = work.run(session);
              return new Outcome<>(result, session.events().append(event));
            },
            connection ->
                new StoreSession(connection, database.dialect())
                    .events()
                    .isCommitted(event.commitId()));
    committed.accept(
        new EventRow(
            outcome.eventId(),
            event.commitId(),
            event.occurredAtMillis(),
            event.principal(),
            event.operation(),
            event.changesJson()));
    return outcome.result();
  }

  /**
   * Runs bookkeeping that is no mutation of the catalog, so leaves no event: it must be harmless if
   * it is applied and reported as failed.
   *
   * @throws StoreUnavailableException if the database does not answer
   */
  public <T> T maintain(StoreWork<T> work) {
    return database.write(
        connection -> work.run(new StoreSession(connection, database.dialect())),
        connection -> false);
  }

  /** Whether a statement failed because its row exists already. */
  public boolean isDuplicateKey(SQLException e) {
    return database.dialect().isUniqueViolation(e);
  }

  @Override
  public void close() {
    database.close();
  }
}
