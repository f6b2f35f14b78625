package io.dolake.sql.plan.bind;

import io.dolake.common.TableId;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.RowLocking;
import io.dolake.sql.plan.rel.LockRel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;

/** What FOR UPDATE locks: rows of the tables in FROM, not those inside of views and subqueries. */
final class RowLocks {
  private RowLocks() {}

  /**
   * @param column gives the place of an expression in the rows that are locked
   */
  static List<LockRel.Target> targets(
      List<RowLocking> locking, Scope scope, BindContext context, ToIntFunction<RexNode> column) {
    context.locksRows();
    List<LockRel.Target> targets = new ArrayList<>();
    for (RowLocking clause : locking) {
      for (SqlIdentifier name : clause.tables()) {
        requireRelation(name, scope, context);
      }
      for (Scope.Relation relation : scope.relations()) {
        if (relation.isTable() && isNamed(relation, clause)) {
          targets.add(target(relation, clause.ifLocked(), context, column));
        }
      }
    }
    return targets;
  }

  private static void requireRelation(SqlIdentifier name, Scope scope, BindContext context) {
    boolean found =
        scope.relations().stream()
            .anyMatch(relation -> relation.name().equalsIgnoreCase(last(name)));
    if (!found) {
      throw context.error(
          name,
          ErrorCode.UNDEFINED_TABLE,
          "relation \"" + last(name) + "\" of the locking clause is not in FROM",
          null);
    }
  }

  private static boolean isNamed(Scope.Relation relation, RowLocking clause) {
    return clause.tables().isEmpty()
        || clause.tables().stream().anyMatch(name -> relation.name().equalsIgnoreCase(last(name)));
  }

  private static String last(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  private static LockRel.Target target(
      Scope.Relation relation,
      RowLocking.IfLocked ifLocked,
      BindContext context,
      ToIntFunction<RexNode> column) {
    TableId id = relation.at(0).table();
    TableDef table = context.plan().catalog().table(id).orElseThrow();
    List<Integer> key = new ArrayList<>();
    for (KeyColumn part : table.primaryKey()) {
      key.add(column.applyAsInt(relation.at(table.ordinalOf(part.columnId())).rex()));
    }
    return new LockRel.Target(id, relation.name(), key, ifLocked);
  }

  static RuntimeException notAllowed(RowLocking clause, String with, BindContext context) {
    return context.error(
        new SqlIdentifier(clause.words(), clause.position()),
        ErrorCode.FEATURE_NOT_SUPPORTED,
        clause.words() + " is not allowed with " + with,
        "Lock the rows in a query of their own.");
  }
}
