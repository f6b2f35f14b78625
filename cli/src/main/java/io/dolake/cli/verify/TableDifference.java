package io.dolake.cli.verify;

import java.util.List;

/**
 * Outcome of comparing one table.
 *
 * @param rows rows compared, those of the longer side
 * @param differences how many rows differ or are on one side only
 * @param examples the first few of them, for people
 */
public record TableDifference(String table, long rows, long differences, List<String> examples) {
  public TableDifference {
    examples = List.copyOf(examples);
  }
}
