package io.dolake.sql.pragma;

import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.VirtualRelation;
import java.util.List;

/** A pragma without arguments, used as a table: {@code FROM pragma_table_list}. */
final class PragmaRelation implements VirtualRelation {
  private final String name;
  private final PragmaFunction pragma;

  PragmaRelation(String name, PragmaFunction pragma) {
    this.name = name;
    this.pragma = pragma;
  }

  @Override
  public String schema() {
    return "main";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<RelationColumn> columns() {
    return pragma.columns();
  }

  @Override
  public double estimatedRowCount() {
    return pragma.estimatedRowCount();
  }

  @Override
  public RowSource scan(ExecutionContext context) {
    return pragma.open(context, new Object[0]);
  }
}
