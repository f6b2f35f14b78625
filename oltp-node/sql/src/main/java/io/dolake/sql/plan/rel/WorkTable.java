package io.dolake.sql.plan.rel;

/** The rows a recursive step reads: those its last round made. Compared by identity. */
public final class WorkTable {
  private final String name;

  public WorkTable(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }
}
