package io.dolake.sql.plan.bind;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Arrays;
import io.dolake.sql.function.Containment;
import io.dolake.sql.plan.rel.InSetOperator;
import io.dolake.sql.plan.rel.QuantifiedArrayOperator;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Binds what arrays are made of, and comparisons with their elements. */
final class ArrayBinder {
  private ArrayBinder() {}

  /** {@code ARRAY[a, b]}. */
  static Bound constructor(SqlCall call, ExpressionBinder binder) {
    List<Bound> elements = binder.bindAll(call.getOperandList());
    if (elements.stream().anyMatch(element -> element.type().isArray())) {
      throw binder.unsupported(call);
    }
    TypeKind kind = elementKind(elements);
    if (kind != TypeKind.ANY) {
      call.getOperandList().forEach(node -> binder.infer(node, new ColumnType(kind, 0, 0)));
    }
    SimpleOperator operator =
        new SimpleOperator(
            "ARRAY " + kind,
            true,
            operands ->
                (row, frame) -> {
                  List<Object> values = new ArrayList<>(operands.length);
                  for (Expr operand : operands) {
                    values.add(operand.eval(row, frame));
                  }
                  return Arrays.of(kind, values);
                });
    RexNode rex = Folding.call(operator, ExpressionBinder.rexOf(elements));
    return Bound.of(rex, ColumnType.arrayOf(kind));
  }

  /** What the elements have in common; integers among other numbers become such. */
  private static TypeKind elementKind(List<Bound> elements) {
    TypeKind common = null;
    for (Bound element : elements) {
      TypeKind kind = elementKind(element.type());
      boolean tellsNothing = element.isNullConstant() || kind == TypeKind.ANY;
      if (!tellsNothing) {
        common = common == null ? kind : commonKind(common, kind);
      }
    }
    return common == null ? TypeKind.ANY : common;
  }

  /** What values of a type are as elements of an array. */
  static TypeKind elementKind(ColumnType type) {
    return type.equals(ColumnType.TRUTH) ? TypeKind.BOOLEAN : type.kind();
  }

  private static TypeKind commonKind(TypeKind a, TypeKind b) {
    if (a == b) {
      return a;
    }
    for (TypeKind wide : List.of(TypeKind.REAL, TypeKind.DECIMAL)) {
      if (isNumber(a) && isNumber(b) && (a == wide || b == wide)) {
        return wide;
      }
    }
    return TypeKind.ANY;
  }

  private static boolean isNumber(TypeKind kind) {
    return kind == TypeKind.INTEGER || kind == TypeKind.REAL || kind == TypeKind.DECIMAL;
  }

  /** {@code x op ANY (array)} and {@code x op ALL (array)}. */
  static Bound quantified(
      SqlNode left, SqlKind comparison, boolean all, SqlNode right, ExpressionBinder binder) {
    Bound operand = binder.bind(left);
    if (operand.type().kind() != TypeKind.ANY) {
      binder.infer(right, ColumnType.arrayOf(operand.type()));
    }
    Bound array = binder.bind(right);
    boolean typed = array.type().isArray();
    Affinity affinity = Affinity.forComparison(Affinity.NONE, operand.affinity());
    if (!typed && affinity == Affinity.NONE && isNumber(operand.type().kind())) {
      affinity = Affinity.NUMERIC; // the elements of a text are texts
    }
    QuantifiedArrayOperator operator =
        new QuantifiedArrayOperator(
            comparison,
            all,
            operand.effectiveCollation(),
            typed ? array.type().elementKind() : TypeKind.ANY,
            affinity);
    if (operator.isMembership() && Rex.isConstant(array.rex())) {
      return memberOf(operand, operator, Rex.constantValue(array.rex()));
    }
    return Bound.of(Folding.condition(operator, operand.rex(), array.rex()), ColumnType.TRUTH);
  }

  /** Membership in an array that is known, which is a list. */
  private static Bound memberOf(Bound operand, QuantifiedArrayOperator operator, Object array) {
    if (array == null) {
      return Bound.constant(null, ColumnType.TRUTH);
    }
    InSetOperator in = new InSetOperator(false, operator.collation(), operator.elements(array));
    return Bound.of(Folding.condition(in, operand.rex()), ColumnType.TRUTH);
  }

  /** {@code array[index]}, counted from 1; NULL where the array has no such element. */
  static Bound item(Bound array, Bound index) {
    TypeKind kind = array.type().elementKind();
    SimpleOperator operator =
        new SimpleOperator(
            "ITEM " + kind,
            true,
            operands ->
                (row, frame) -> {
                  Object text = operands[0].eval(row, frame);
                  Object position = operands[1].eval(row, frame);
                  if (text == null || position == null) {
                    return null;
                  }
                  List<Object> elements = Arrays.elements(TextForm.of(text), kind);
                  long at = Arithmetic.toLong(position);
                  return at < 1 || at > elements.size() ? null : elements.get((int) at - 1);
                });
    return Bound.of(Folding.call(operator, array.rex(), index.rex()), array.type().elementType());
  }

  /**
   * {@code a @> b} and {@code a && b}: of arrays where either operand is one by its type, else of
   * JSON, which does not overlap.
   */
  static Bound containment(
      String name, SqlNode leftNode, SqlNode rightNode, ExpressionBinder binder) {
    Bound left = binder.bind(leftNode);
    Bound right = binder.bind(rightNode);
    binder.infer(leftNode, right.type());
    binder.infer(rightNode, left.type());
    ColumnType type = left.type().isArray() ? left.type() : right.type();
    boolean overlap = name.equals("&&");
    if (overlap && !type.isArray()) {
      type = ColumnType.arrayOf(TypeKind.TEXT);
    }
    BinaryOperator<Object> body;
    if (type.isArray()) {
      ColumnType arrays = type;
      left = left.type().isArray() ? left : cast(left, type);
      right = right.type().isArray() ? right : cast(right, type);
      body =
          overlap
              ? (a, b) -> Containment.overlap(arrays, a, b)
              : (a, b) -> Containment.arrays(arrays, a, b);
    } else {
      body = Containment::json;
    }
    SimpleOperator operator =
        new SimpleOperator(
            name + " " + type,
            true,
            operands ->
                (row, frame) ->
                    body.apply(operands[0].eval(row, frame), operands[1].eval(row, frame)));
    return Bound.of(Folding.condition(operator, left.rex(), right.rex()), ColumnType.BOOLEAN);
  }

  /** {@code ||} where at least one operand is an array: joins arrays, adds elements. */
  static Bound concat(Bound left, Bound right) {
    ColumnType type = left.type().isArray() ? left.type() : right.type();
    boolean leftArray = left.type().isArray() || left.type().kind() == TypeKind.ANY;
    boolean rightArray = right.type().isArray() || right.type().kind() == TypeKind.ANY;
    SimpleOperator operator =
        new SimpleOperator(
            "|| " + type + leftArray + rightArray,
            true,
            operands ->
                (row, frame) -> {
                  Object a = operands[0].eval(row, frame);
                  Object b = operands[1].eval(row, frame);
                  List<Object> elements = new ArrayList<>(elements(type, leftArray, a));
                  elements.addAll(elements(type, rightArray, b));
                  return Arrays.of(type.elementKind(), elements);
                });
    return Bound.of(Folding.call(operator, left.rex(), right.rex()), type);
  }

  private static List<Object> elements(ColumnType type, boolean isArray, Object value) {
    if (!isArray) {
      return java.util.Collections.singletonList(value);
    }
    return value == null ? List.of() : Arrays.elements(TextForm.of(value), type.elementKind());
  }

  /** Either side of a comparison as the array that the other side is. */
  static Bound like(Bound operand, Bound other) {
    if (!other.type().isArray() || operand.type().isArray()) {
      return operand;
    }
    return cast(operand, other.type());
  }

  static Bound cast(Bound operand, ColumnType array) {
    SimpleOperator operator =
        new SimpleOperator(
            "CAST " + array,
            true,
            operands -> (row, frame) -> Arrays.cast(array, operands[0].eval(row, frame)));
    return Bound.of(Folding.call(operator, operand.rex()), array);
  }

  /** An array as the text that PostgreSQL shows. */
  static Bound text(Bound array) {
    TypeKind kind = array.type().elementKind();
    SimpleOperator operator =
        new SimpleOperator(
            "TEXT OF " + array.type(),
            true,
            operands ->
                (row, frame) -> Arrays.toPostgres(kind, TextForm.of(operands[0].eval(row, frame))));
    return Bound.of(Folding.call(operator, array.rex()), ColumnType.TEXT)
        .withAffinity(Affinity.TEXT);
  }
}
