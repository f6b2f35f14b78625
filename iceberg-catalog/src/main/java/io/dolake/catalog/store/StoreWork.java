package io.dolake.catalog.store;

import java.sql.SQLException;

/** A unit of work on the store. It may be run more than once, so it must change nothing else. */
@FunctionalInterface
public interface StoreWork<T> {
  T run(StoreSession session) throws SQLException;
}
