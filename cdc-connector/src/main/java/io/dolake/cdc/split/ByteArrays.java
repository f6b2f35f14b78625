package io.dolake.cdc.split;

import java.util.Arrays;
import java.util.List;

/** Equality of lists of arrays by content. */
final class ByteArrays {
  private ByteArrays() {}

  static boolean equal(List<byte[]> a, List<byte[]> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
