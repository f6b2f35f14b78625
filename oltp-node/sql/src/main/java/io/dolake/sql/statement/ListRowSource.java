package io.dolake.sql.statement;

import io.dolake.sql.exec.RowSource;
import java.util.Iterator;
import java.util.List;

/** Rows that are there already. */
public final class ListRowSource implements RowSource {
  private final Iterator<Object[]> rows;

  public ListRowSource(List<Object[]> rows) {
    this.rows = rows.iterator();
  }

  @Override
  public Object[] next() {
    return rows.hasNext() ? rows.next() : null;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
