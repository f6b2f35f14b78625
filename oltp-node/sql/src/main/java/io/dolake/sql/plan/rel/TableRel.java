package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.TableDef;
import org.apache.calcite.plan.RelOptCluster;

/** All rows of a table; its columns are the table's, hidden ones included. */
public final class TableRel extends LeafRel {
  private final TableDef table;

  public TableRel(RelOptCluster cluster, TableDef table) {
    super(cluster, table.columns().size());
    this.table = table;
  }

  public TableDef table() {
    return table;
  }
}
