package io.dolake.common.key;

import io.dolake.common.catalog.Collation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** The order of values as SQL defines it, computed without any encoding. */
final class KeyModel {
  private KeyModel() {}

  static int compareTuples(KeyPart[] parts, Object[] left, Object[] right, int count) {
    for (int i = 0; i < count; i++) {
      int order = compare(parts[i], left[i], right[i]);
      if (order != 0) {
        return Integer.signum(parts[i].descending() ? -order : order);
      }
    }
    return 0;
  }

  static int compare(KeyPart part, Object left, Object right) {
    int classes = Integer.compare(storageClass(left), storageClass(right));
    if (classes != 0 || left == null) {
      return classes;
    }
    if (left instanceof String text) {
      return compareText(text, (String) right, part.collation());
    }
    if (left instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) right);
    }
    if (left instanceof UUID uuid) {
      return uuid.toString().compareTo(right.toString());
    }
    if (left instanceof Number || left instanceof Boolean) {
      return compareNumbers(left, right);
    }
    return compareComparable(left, right);
  }

  /** SQLite's order of storage classes; types that never meet another share the numbers' place. */
  private static int storageClass(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String) {
      return 2;
    }
    return value instanceof byte[] ? 3 : 1;
  }

  private static int compareText(String left, String right, Collation collation) {
    return Arrays.compareUnsigned(collate(left, collation), collate(right, collation));
  }

  private static byte[] collate(String text, Collation collation) {
    String folded =
        switch (collation) {
          case BINARY -> text;
          case RTRIM -> text.replaceAll(" +$", "");
          case NOCASE -> foldAscii(text);
        };
    return folded.getBytes(StandardCharsets.UTF_8);
  }

  private static String foldAscii(String text) {
    StringBuilder folded = new StringBuilder();
    for (char c : text.toCharArray()) {
      folded.append(c >= 'A' && c <= 'Z' ? Character.toLowerCase(c) : c);
    }
    return folded.toString();
  }

  private static int compareNumbers(Object left, Object right) {
    Object a = left instanceof Boolean flag ? (Long) (flag ? 1L : 0L) : left;
    Object b = right instanceof Boolean flag ? (Long) (flag ? 1L : 0L) : right;
    if (isFinite(a) && isFinite(b)) {
      return exact(a).compareTo(exact(b));
    }
    return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
  }

  private static boolean isFinite(Object number) {
    return !(number instanceof Double real) || Double.isFinite(real);
  }

  private static BigDecimal exact(Object number) {
    if (number instanceof Double real) {
      return new BigDecimal(real);
    }
    return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) number);
  }

  @SuppressWarnings("unchecked") // both are values of one column's class
  private static int compareComparable(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
