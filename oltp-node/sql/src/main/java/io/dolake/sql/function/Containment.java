package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** PostgreSQL's {@code @>} and {@code &&} on JSON and arrays; NULL for a NULL operand. */
public final class Containment {
  private Containment() {}

  /**
   * Whether a JSON value contains another: objects theirs by key, arrays theirs in any order and
   * however often, and an array also one of its elements that is no object or array.
   */
  public static Boolean json(Object whole, Object part) {
    if (whole == null || part == null) {
      return null;
    }
    Json outer = Json.parse(TextForm.of(whole));
    Json inner = Json.parse(TextForm.of(part));
    boolean element = outer.kind() == Json.Kind.ARRAY && !inner.isContainer();
    return element
        ? outer.elements().stream().anyMatch(own -> same(own, inner))
        : contains(outer, inner);
  }

  private static boolean contains(Json outer, Json inner) {
    if (!inner.isContainer() || outer.kind() != inner.kind()) {
      return same(outer, inner);
    }
    if (inner.kind() == Json.Kind.ARRAY) {
      return inner.elements().stream()
          .allMatch(wanted -> outer.elements().stream().anyMatch(own -> contains(own, wanted)));
    }
    for (int i = 0; i < inner.keys().size(); i++) {
      Json own = outer.get(inner.keys().get(i));
      if (own == null || !contains(own, inner.elements().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Json a, Json b) {
    if (a.isContainer() || b.isContainer()) {
      return false;
    }
    if (isNumber(a) && isNumber(b)) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
    }
    return a.kind() == b.kind() && a.toString().equals(b.toString());
  }

  private static boolean isNumber(Json json) {
    return json.kind() == Json.Kind.INTEGER || json.kind() == Json.Kind.REAL;
  }

  /** Whether all elements of an array are elements of another. NULLs equal nothing. */
  public static Boolean arrays(ColumnType type, Object whole, Object part) {
    if (whole == null || part == null) {
      return null;
    }
    Set<Object> own = keys(type, whole);
    return elements(type, part).stream().allMatch(element -> contains(own, element));
  }

  /** Whether two arrays have an element in common. */
  public static Boolean overlap(ColumnType type, Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    Set<Object> own = keys(type, a);
    return elements(type, b).stream().anyMatch(element -> contains(own, element));
  }

  private static boolean contains(Set<Object> keys, Object element) {
    return element != null && keys.contains(Values.hashKey(element, Collation.BINARY));
  }

  private static Set<Object> keys(ColumnType type, Object array) {
    Set<Object> keys = new HashSet<>();
    for (Object element : elements(type, array)) {
      if (element != null) {
        keys.add(Values.hashKey(element, Collation.BINARY));
      }
    }
    return keys;
  }

  private static List<Object> elements(ColumnType type, Object array) {
    return Arrays.elements(TextForm.of(array), type.elementKind());
  }
}
