package io.dolake.sql.exec.window;

import io.dolake.common.type.ColumnType;
import java.util.List;
import java.util.Map;

/** Which functions only work over windows, and what they give. */
public final class WindowFunctions {
  /** Fewest and most arguments of each. */
  private static final Map<String, int[]> ARGUMENTS =
      Map.ofEntries(
          Map.entry("row_number", new int[] {0, 0}),
          Map.entry("rank", new int[] {0, 0}),
          Map.entry("dense_rank", new int[] {0, 0}),
          Map.entry("percent_rank", new int[] {0, 0}),
          Map.entry("cume_dist", new int[] {0, 0}),
          Map.entry("ntile", new int[] {1, 1}),
          Map.entry("lag", new int[] {1, 3}),
          Map.entry("lead", new int[] {1, 3}),
          Map.entry("first_value", new int[] {1, 1}),
          Map.entry("last_value", new int[] {1, 1}),
          Map.entry("nth_value", new int[] {2, 2}));

  private WindowFunctions() {}

  public static boolean isWindowOnly(String name) {
    return ARGUMENTS.containsKey(name);
  }

  public static boolean accepts(String name, int argumentCount) {
    int[] range = ARGUMENTS.get(name);
    return range != null && argumentCount >= range[0] && argumentCount <= range[1];
  }

  public static ColumnType typeOf(String name, List<ColumnType> argumentTypes) {
    return switch (name) {
      case "percent_rank", "cume_dist" -> ColumnType.REAL;
      case "lag", "lead", "first_value", "last_value", "nth_value" -> argumentTypes.get(0);
      default -> ColumnType.INTEGER;
    };
  }
}
