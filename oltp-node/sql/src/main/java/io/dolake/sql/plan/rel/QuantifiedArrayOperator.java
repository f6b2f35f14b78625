package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Arrays;
import io.dolake.sql.types.Affinity;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlKind;

/**
 * PostgreSQL's {@code x op ANY (array)} and {@code x op ALL (array)}, an array being JSON or {@code
 * {a,b}}. It holds for one, or for all, of the elements; NULL elements leave it unknown where they
 * would decide.
 */
public final class QuantifiedArrayOperator extends RexOperator {
  private final SqlKind comparison;
  private final boolean all;
  private final Collation collation;
  private final TypeKind elementKind;
  private final Affinity affinity;

  /**
   * @param comparison one of the six
   * @param elementKind kind of the elements; ANY when the array's type is not known
   * @param affinity what elements are bent by, as those of a list
   */
  public QuantifiedArrayOperator(
      SqlKind comparison,
      boolean all,
      Collation collation,
      TypeKind elementKind,
      Affinity affinity) {
    super(
        comparison.sql
            + (all ? " ALL " : " ANY ")
            + elementKind
            + " "
            + affinity
            + (collation == Collation.BINARY ? "" : " " + collation),
        SqlKind.OTHER_FUNCTION,
        true);
    this.comparison = comparison;
    this.all = all;
    this.collation = collation;
    this.elementKind = elementKind;
    this.affinity = affinity;
  }

  /** Whether it holds for rows whose operand is one of the elements, and no others. */
  public boolean isMembership() {
    return comparison == SqlKind.EQUALS && !all;
  }

  /** As EXPLAIN shows it between its operands. */
  public String words() {
    return comparison.sql + (all ? " ALL" : " ANY");
  }

  public Collation collation() {
    return collation;
  }

  /** The elements of an array, bent to be compared; none for NULL. */
  public List<Object> elements(Object array) {
    if (array == null) {
      return List.of();
    }
    String text = TextForm.of(array);
    List<Object> elements =
        elementKind == TypeKind.ANY ? Arrays.elements(text) : Arrays.elements(text, elementKind);
    if (affinity == Affinity.NONE) {
      return elements;
    }
    List<Object> bent = new ArrayList<>(elements.size());
    elements.forEach(element -> bent.add(affinity.apply(element)));
    return bent;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return (row, frame) -> {
      Object value = operands[0].eval(row, frame);
      Object array = operands[1].eval(row, frame);
      if (array == null) {
        return null;
      }
      Elements elements = elementsOf(array, frame);
      if (value == null) {
        return elements.values.isEmpty() ? Conditions.of(all) : null;
      }
      return isMembership() ? isMember(value, elements) : quantified(value, elements);
    };
  }

  private Object isMember(Object value, Elements elements) {
    if (elements.keys.contains(Values.hashKey(value, collation))) {
      return Conditions.of(true);
    }
    return elements.hasNull ? null : Conditions.of(false);
  }

  private Object quantified(Object value, Elements elements) {
    for (Object element : elements.values) {
      if (element != null
          && Conditions.holds(comparison, Values.compare(value, element, collation)) != all) {
        return Conditions.of(!all);
      }
    }
    return elements.hasNull ? null : Conditions.of(all);
  }

  /** The array is read once where it does not change from row to row. */
  private Elements elementsOf(Object array, Frame frame) {
    if (frame == null) {
      return new Elements(array);
    }
    Elements[] last = frame.context().state(this, () -> new Elements[1]);
    if (last[0] == null || last[0].array != array) {
      last[0] = new Elements(array);
    }
    return last[0];
  }

  private final class Elements {
    final Object array;
    final List<Object> values;
    final Set<Object> keys = new HashSet<>();
    final boolean hasNull;

    Elements(Object array) {
      this.array = array;
      this.values = elements(array);
      this.hasNull = values.contains(null);
      if (isMembership()) {
        values.forEach(value -> keys.add(Values.hashKey(value, collation)));
      }
    }
  }
}
