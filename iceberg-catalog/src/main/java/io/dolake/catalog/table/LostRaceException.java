package io.dolake.catalog.table;

import org.apache.iceberg.catalog.TableIdentifier;

/** Another server changed a table between the reading of its row and the commit. */
final class LostRaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostRaceException(TableIdentifier identifier) {
    super("Table changed during the commit: " + identifier);
  }
}
