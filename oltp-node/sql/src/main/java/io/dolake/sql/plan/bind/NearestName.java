package io.dolake.sql.plan.bind;

import io.dolake.sql.types.Values;
import java.util.Collection;

/** Finds the name somebody may have meant. */
final class NearestName {
  private NearestName() {}

  /** "Did you mean ...?", or null when nothing is near. */
  static String hint(String name, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.max(1, name.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(Values.lower(name), Values.lower(candidate), bestDistance);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best == null ? null : "Did you mean \"" + best + "\"?";
  }

  /** Levenshtein's distance, or {@code limit} if it is not below that. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return Math.min(limit, previous[b.length()]);
  }
}
