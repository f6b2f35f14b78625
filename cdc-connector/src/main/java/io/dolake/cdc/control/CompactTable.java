package io.dolake.cdc.control;

import java.util.Objects;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;

/**
 * Asks the writers of a lake job to compact a table: to move the live rows out of every data file
 * that has lost rows, and to merge its small files. To be sent to the operator {@value
 * #OPERATOR_UID}; may be sent again as often as one likes, because writers go by the files that
 * they find. The answer is a {@link Accepted}.
 *
 * @param tableLocation the lake table's location
 */
public record CompactTable(String tableLocation) implements CoordinationRequest {
  private static final long serialVersionUID = 1L;

  /** The writers. */
  public static final String OPERATOR_UID = "dolake-writer";

  public CompactTable {
    Objects.requireNonNull(tableLocation, "tableLocation");
  }
}
