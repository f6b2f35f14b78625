package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.dml.ColumnAssignment;
import java.util.List;

/** Brings parameter values to the classes that the engine works with. */
final class ParameterValues {
  private ParameterValues() {}

  /**
   * Values of the parameters' types where they convert without loss. A value that does not is left
   * as it is: in a comparison it is simply equal to nothing, and where it is stored the column says
   * what is wrong.
   */
  static Object[] of(List<ColumnType> types, Object[] given) {
    Object[] values = given;
    for (int i = 0; i < given.length; i++) {
      ColumnType type = i < types.size() ? types.get(i) : ColumnType.ANY;
      Object converted = value(type, given[i]);
      if (converted != given[i]) {
        if (values == given) {
          values = given.clone();
        }
        values[i] = converted;
      }
    }
    return values;
  }

  private static Object value(ColumnType type, Object given) {
    if (given == null || given instanceof Long && type.kind() == TypeKind.INTEGER) {
      return given;
    }
    if (given instanceof String && type.kind() == TypeKind.TEXT) {
      return given;
    }
    Object value =
        given instanceof Integer || given instanceof Short || given instanceof Byte
            ? (Object) ((Number) given).longValue()
            : given instanceof Float real ? (Object) real.doubleValue() : given;
    if (type.kind() == TypeKind.ANY) {
      return value;
    }
    try {
      return ColumnAssignment.convert(
          type.kind() == TypeKind.TEXT ? ColumnType.TEXT : type, value, "parameter");
    } catch (DoLakeException doesNotConvert) {
      return value;
    }
  }
}
