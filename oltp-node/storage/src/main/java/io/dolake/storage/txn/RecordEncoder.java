package io.dolake.storage.txn;

import io.dolake.common.change.RowChange.Op;
import io.dolake.storage.log.TransactionWriter;
import java.io.IOException;
import java.util.Map;

/** Turns a write set into a transaction record. */
final class RecordEncoder {
  private RecordEncoder() {}

  static void encode(TransactionWriter out, CommitRequest request) throws IOException {
    out.begin(request.lsn, request.timestamp, request.transactionId, request.stepCount);
    for (WriteSet.CatalogStep step : request.writes.catalogSteps()) {
      out.catalogStep(step.encoded());
    }
    for (TableWrites table : request.writes.tables().values()) {
      for (Map.Entry<byte[], RowWrite> row : table.rows.entrySet()) {
        Op op = row.getValue().op();
        if (op != null) {
          out.rowStep(
              op, table.tableId, row.getKey(), row.getValue().before(), row.getValue().after());
        }
      }
    }
    out.end();
  }
}
