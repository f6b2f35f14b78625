package io.dolake.sql.plan.bind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Counts how often a name stands alone in a query: an upper bound of the readings of a CTE. */
final class NameCounter extends SqlBasicVisitor<Void> {
  private final String name;
  private int count;

  private NameCounter(String name) {
    this.name = name;
  }

  static int count(SqlNode node, String name) {
    NameCounter counter = new NameCounter(name);
    node.accept(counter);
    return counter.count;
  }

  @Override
  public Void visit(SqlIdentifier identifier) {
    if (identifier.names.size() == 1 && identifier.names.get(0).equalsIgnoreCase(name)) {
      count++;
    }
    return null;
  }
}
