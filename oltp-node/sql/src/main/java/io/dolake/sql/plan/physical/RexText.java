package io.dolake.sql.plan.physical;

import io.dolake.sql.plan.rel.InListOperator;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import io.dolake.sql.plan.rel.SubqueryOperator;
import java.util.List;
import java.util.StringJoiner;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Row expressions for people who read EXPLAIN. */
final class RexText {
  private static final int MAX_LENGTH = 200;

  private final List<String> names;

  /**
   * @param names of the columns
   */
  RexText(List<String> names) {
    this.names = names;
  }

  String of(RexNode rex) {
    String text = text(rex);
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
  }

  String ofAll(List<RexNode> conditions) {
    StringJoiner joined = new StringJoiner(" and ");
    conditions.forEach(condition -> joined.add(of(condition)));
    return joined.toString();
  }

  private String text(RexNode rex) {
    if (rex instanceof RexInputRef reference) {
      int index = reference.getIndex();
      return index < names.size() ? names.get(index) : "#" + (index + 1);
    }
    if (!(rex instanceof RexCall call)) {
      return rex.toString();
    }
    String name = call.getOperator().getName();
    List<RexNode> operands = call.getOperands();
    if (call.getOperator() instanceof InSetOperator) {
      return text(operands.get(0)) + " " + name;
    }
    if (call.getOperator() instanceof InListOperator) {
      StringJoiner list = new StringJoiner(", ", " IN (", ")");
      operands.subList(1, operands.size()).forEach(element -> list.add(text(element)));
      return text(operands.get(0)) + list;
    }
    if (call.getOperator() instanceof QuantifiedArrayOperator quantified) {
      return text(operands.get(0)) + " " + quantified.words() + " (" + text(operands.get(1)) + ")";
    }
    if (call.getOperator() instanceof SubqueryOperator subquery) {
      String word = subquery.form() == SubqueryOperator.Form.SCALAR ? "" : subquery.form() + " ";
      return subquery.form() == SubqueryOperator.Form.IN
          ? text(operands.get(0)) + (subquery.negated() ? " NOT IN" : " IN") + " (subquery)"
          : word + "(subquery)";
    }
    if (operands.isEmpty()) {
      return name;
    }
    if (name.startsWith("AS ") || name.equals("TRUTH") || name.equals("VALUE")) {
      return text(operands.get(0));
    }
    boolean infix =
        operands.size() >= 2
            && (!Character.isLetter(name.charAt(0))
                || name.equals("AND")
                || name.equals("OR")
                || name.startsWith("IS")
                || name.contains("LIKE")
                || name.contains("GLOB"));
    StringJoiner joined =
        infix
            ? new StringJoiner(" " + name + " ", "(", ")")
            : new StringJoiner(", ", name + "(", ")");
    operands.forEach(operand -> joined.add(text(operand)));
    return joined.toString();
  }
}
