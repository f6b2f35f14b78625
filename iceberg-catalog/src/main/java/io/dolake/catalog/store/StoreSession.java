package io.dolake.catalog.store;

import java.sql.Connection;

/** The store's tables on one connection. Valid only inside the unit of work it was handed to. */
public final class StoreSession {
  private final Connection connection;
  private final Dialect dialect;

  StoreSession(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  public Namespaces namespaces() {
    return new Namespaces(connection, dialect);
  }

  public CatalogObjects objects() {
    return new CatalogObjects(connection);
  }

  public IdempotencyKeys idempotencyKeys() {
    return new IdempotencyKeys(connection);
  }

  public Events events() {
    return new Events(connection);
  }

  public Purges purges() {
    return new Purges(connection, dialect);
  }

  public Principals principals() {
    return new Principals(connection);
  }

  public Settings settings() {
    return new Settings(connection);
  }
}
