package io.dolake.cdc.reader;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.split.LogSplit;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.proto.feed.ConfirmLsnResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the nodes which part of the log is not needed any more: what a completed Flink checkpoint
 * is past. A confirmation that is lost is made good by the next one.
 */
final class SlotConfirmer {
  private static final Logger LOG = LoggerFactory.getLogger(SlotConfirmer.class);

  private final NodeClients clients;
  private final TreeMap<Long, List<LogSplit>> byCheckpoint = new TreeMap<>();
  private final Map<Integer, Long> confirmed = new HashMap<>();

  SlotConfirmer(NodeClients clients) {
    this.clients = clients;
  }

  void checkpointTaken(long checkpointId, List<LogSplit> splits) {
    byCheckpoint.put(checkpointId, splits);
  }

  void checkpointComplete(long checkpointId) {
    List<LogSplit> splits = byCheckpoint.get(checkpointId);
    byCheckpoint.headMap(checkpointId, true).clear();
    if (splits != null) {
      splits.forEach(this::confirm);
    }
  }

  void confirm(LogSplit split) {
    long lsn = split.position().completeLsn();
    if (confirmed.getOrDefault(split.shard(), 0L) >= lsn) {
      return;
    }
    confirmed.put(split.shard(), lsn);
    try {
      Futures.addCallback(
          clients.ofShard(split.shard()).confirm(split.shard(), split.slot(), lsn),
          new FutureCallback<ConfirmLsnResponse>() {
            @Override
            public void onSuccess(ConfirmLsnResponse response) {}

            @Override
            public void onFailure(Throwable failure) {
              warn(split, failure);
            }
          },
          MoreExecutors.directExecutor());
    } catch (DoLakeException e) {
      warn(split, e);
    }
  }

  private static void warn(LogSplit split, Throwable failure) {
    LOG.warn(
        "position could not be confirmed slot={} shard={} lsn={}: {}",
        split.slot(),
        split.shard(),
        split.position().completeLsn(),
        failure.getMessage());
  }
}
