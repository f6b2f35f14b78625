package io.dolake.cdc.control;

import org.apache.flink.runtime.operators.coordination.CoordinationResponse;

/**
 * A request has been passed on.
 *
 * @param writers how many it went to; those that are being started are left out
 */
public record Accepted(int writers) implements CoordinationResponse {
  private static final long serialVersionUID = 1L;
}
