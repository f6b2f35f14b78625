package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.types.Values;
import java.util.Comparator;

/** Order of rows by some of their columns; collations have been folded into the values. */
public record SortOrder(int[] columns, boolean[] descending, boolean[] nullsFirst)
    implements Comparator<Object[]> {

  @Override
  public int compare(Object[] a, Object[] b) {
    for (int i = 0; i < columns.length; i++) {
      Object x = a[columns[i]];
      Object y = b[columns[i]];
      if (x == null || y == null) {
        if (x != y) {
          return (x == null) == nullsFirst[i] ? -1 : 1;
        }
      } else {
        int order = Values.compare(x, y, Collation.BINARY);
        if (order != 0) {
          return descending[i] ? -order : order;
        }
      }
    }
    return 0;
  }

  String describe() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      text.append(i == 0 ? "#" : ", #").append(columns[i] + 1);
      text.append(descending[i] ? " DESC" : "");
      text.append(
          nullsFirst[i] == descending[i] ? nullsFirst[i] ? " NULLS FIRST" : " NULLS LAST" : "");
    }
    return text.toString();
  }
}
