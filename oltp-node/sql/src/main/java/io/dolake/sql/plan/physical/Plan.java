package io.dolake.sql.plan.physical;

import io.dolake.sql.exec.Operator;
import java.util.BitSet;

/**
 * An operator for a relational node.
 *
 * @param positions where each of the node's columns stands in the operator's rows; -1 for columns
 *     nobody needs
 * @param width of the operator's rows
 * @param ordered whether rows come in the order that was asked for
 */
record Plan(Operator operator, int[] positions, int width, boolean ordered) {
  static Plan of(Operator operator, int[] positions, int width) {
    return new Plan(operator, positions, width, false);
  }

  /** A plan whose rows are the node's columns as they are. */
  static Plan identity(Operator operator, int width) {
    int[] positions = new int[width];
    for (int i = 0; i < width; i++) {
      positions[i] = i;
    }
    return new Plan(operator, positions, width, false);
  }

  static BitSet all(int width) {
    BitSet columns = new BitSet(width);
    columns.set(0, width);
    return columns;
  }
}
