package io.dolake.cli.demo;

import io.dolake.cli.PollingThread;
import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeQuery;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.error.DoLakeException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.RESTException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads cut after cut of the lake while the desk works, and checks the desk's invariants in each.
 * Own thread, named {@code cut-verifier}.
 */
final class CutVerifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CutVerifier.class);
  private static final long PAUSE_MILLIS = 500;

  private final Lake lake;
  private final AtomicInteger verified = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final PollingThread thread = new PollingThread("cut-verifier", PAUSE_MILLIS, this::look);
  private HlcTimestamp last = HlcTimestamp.NONE;

  CutVerifier(Lake lake) {
    this.lake = lake;
  }

  void start() {
    thread.start();
  }

  /** Cuts whose invariants were checked. */
  int verified() {
    return verified.get();
  }

  /** What was found broken, with the cut it was found at. */
  List<String> violations() {
    return violations;
  }

  private boolean look() {
    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      verify(query);
    } catch (DoLakeException | RESTException e) {
      // Parts may be down while the demo goes on; what stays down is found at the end.
      LOG.info("lake cannot be read for the moment: {}", e.getMessage());
    } catch (SQLException | RuntimeException e) {
      violations.add("cut could not be read: " + e.getMessage());
      LOG.error("cut could not be read", e);
      return false;
    }
    return true;
  }

  /** Checks the cut unless it, or a newer one, was checked before or a table is not there yet. */
  synchronized void verify(LakeQuery query) throws SQLException {
    HlcTimestamp resolved = query.cut().resolved();
    if (!query.tables().containsAll(OrderDeskData.TABLE_NAMES) || resolved.compareTo(last) <= 0) {
      return;
    }
    last = resolved;
    for (String broken : DeskInvariants.broken(query.connection(), "lake.")) {
      violations.add("cut " + resolved + ": " + broken);
      LOG.error("cut {}: {}", resolved, broken);
    }
    verified.incrementAndGet();
  }

  @Override
  public void close() {
    thread.close();
  }
}
