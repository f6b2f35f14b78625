package io.dolake.sql.plan.rel;

import org.apache.calcite.rel.RelNode;

/** A common table expression that is read more than once. Compared by identity. */
public final class SharedQuery {
  private final String name;
  private final RelNode rel;

  public SharedQuery(String name, RelNode rel) {
    this.name = name;
    this.rel = rel;
  }

  public String name() {
    return name;
  }

  public RelNode rel() {
    return rel;
  }
}
