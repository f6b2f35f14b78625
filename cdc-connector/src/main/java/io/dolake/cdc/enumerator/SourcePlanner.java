package io.dolake.cdc.enumerator;

import com.google.protobuf.ByteString;
import io.dolake.cdc.SourceConfig;
import io.dolake.cdc.StartupMode;
import io.dolake.cdc.client.Backoff;
import io.dolake.cdc.client.FeedFailures;
import io.dolake.cdc.client.NodeClient;
import io.dolake.cdc.client.NodeClients;
import io.dolake.cdc.client.NodeClients.LocatedShard;
import io.dolake.cdc.client.Pauses;
import io.dolake.cdc.client.TableFilters;
import io.dolake.cdc.split.HandOver;
import io.dolake.cdc.split.LogPosition;
import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ConfirmLsnRequest;
import io.dolake.common.proto.feed.CreateSlotRequest;
import io.dolake.common.proto.feed.FindPositionRequest;
import io.dolake.common.proto.feed.ListSlotsRequest;
import io.dolake.common.proto.feed.ListTablesRequest;
import io.dolake.common.proto.feed.SlotState;
import io.dolake.common.proto.feed.SuggestSplitKeysRequest;
import io.dolake.common.proto.feed.TableVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the nodes what there is to read. Runs on the enumerator's worker thread, since calls wait;
 * tries again while a node is gone.
 */
final class SourcePlanner {
  private static final Logger LOG = LoggerFactory.getLogger(SourcePlanner.class);

  /** A slot's former reader may take as long to be noticed dead; longer is another job. */
  private static final Duration SLOT_PATIENCE = Duration.ofSeconds(60);

  private final SourceConfig config;
  private final NodeClients clients;
  private final String slot;
  private final String reader;
  private final Pauses pauses = new Pauses();

  SourcePlanner(SourceConfig config, NodeClients clients, String slot, String reader) {
    this.config = config;
    this.clients = clients;
    this.slot = slot;
    this.reader = reader;
  }

  /** The plan of a source that starts without a checkpoint. */
  SourcePlan plan() throws InterruptedException {
    return retrying(() -> plan(clients.discover().values(), config.startup()));
  }

  /**
   * The plan for shards that came up while the source runs: their whole log, since whatever is in
   * them was committed after the source began.
   */
  SourcePlan planNewShards(Set<Integer> known) throws InterruptedException {
    return retrying(
        () -> {
          List<LocatedShard> fresh = new ArrayList<>();
          clients
              .discover()
              .forEach(
                  (shard, located) -> {
                    if (!known.contains(shard)) {
                      fresh.add(located);
                    }
                  });
          List<LogSplit> logs = new ArrayList<>();
          for (LocatedShard shard : fresh) {
            LOG.info("new shard found shard={}", shard.state().getShard());
            ensureSlot(shard, Optional.of(0L));
            logs.add(logSplit(shard, 0, List.of()));
          }
          return new SourcePlan(List.of(), logs);
        });
  }

  /** Ends what is being tried again. Any thread. */
  void close() {
    pauses.end();
  }

  private SourcePlan plan(Collection<LocatedShard> shards, StartupMode startup) {
    List<SnapshotSplit> snapshots = new ArrayList<>();
    List<LogSplit> logs = new ArrayList<>();
    if (startup.kind() == StartupMode.Kind.INITIAL || startup.kind() == StartupMode.Kind.LATEST) {
      requireNamedTables(shards);
    }
    for (LocatedShard shard : shards) {
      // The slot comes first: from then on no change after `start` can be lost.
      long start = ensureSlot(shard, startOf(shard, startup));
      List<TableVersions> tables = listTables(shard);
      if (startup.kind() == StartupMode.Kind.INITIAL) {
        for (TableVersions table : tables) {
          snapshots.addAll(divide(shard, table));
        }
      }
      logs.add(logSplit(shard, start, tables));
      LOG.info(
          "shard planned shard={} tables={} start={} startup={}",
          shard.state().getShard(),
          tables.size(),
          start,
          startup.kind());
    }
    return new SourcePlan(snapshots, logs);
  }

  /**
   * A table that was asked for by its whole name has to be there, or else the source would wait for
   * ever without a word. An older position may lie before the table was dropped.
   */
  private void requireNamedTables(Collection<LocatedShard> shards) {
    Set<String> missing =
        config.tables().stream()
            .filter(table -> table.indexOf('*') < 0)
            .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    if (missing.isEmpty()) {
      return;
    }
    for (LocatedShard shard : shards) {
      listTables(shard).forEach(table -> missing.remove(table.getSchema() + "." + table.getName()));
    }
    if (!missing.isEmpty()) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE,
          "there is no table " + String.join(", ", missing),
          "Create it first, correct the name, or use a star for tables that are still to come.");
    }
  }

  private LogSplit logSplit(LocatedShard shard, long start, List<TableVersions> tables) {
    List<byte[]> schemas = new ArrayList<>();
    tables.forEach(table -> schemas.addAll(versionsOf(table)));
    return new LogSplit(
        shard.state().getShard(),
        slot,
        reader,
        LogPosition.after(start),
        config.bounded() ? shard.state().getLastLsn() : LogSplit.NEVER,
        HandOver.NOTHING,
        false,
        false,
        schemas);
  }

  /** LSN after which to read, or empty for the current end of the log. */
  private static Optional<Long> startOf(LocatedShard shard, StartupMode startup) {
    int number = shard.state().getShard();
    return switch (startup.kind()) {
      case INITIAL, LATEST -> Optional.empty();
      case LSN -> {
        Long lsn = startup.lsns().get(number);
        if (lsn == null) {
          throw new DoLakeException(
              ErrorCode.INVALID_PARAMETER,
              "startup names no LSN for shard " + number,
              "Name one for every shard.");
        }
        yield Optional.of(lsn);
      }
      case TIMESTAMP ->
          Optional.of(
              shard
                  .node()
                  .call(
                      stub ->
                          stub.findPosition(
                              FindPositionRequest.newBuilder()
                                  .setShard(number)
                                  .setTimestamp(
                                      HlcTimestamp.of(
                                              startup.epochMillis(),
                                              (1 << HlcTimestamp.LOGICAL_BITS) - 1)
                                          .value())
                                  .build()))
                  .getAfterLsn());
    };
  }

  /** Makes sure that the slot keeps the log after a position, and tells the position. */
  private long ensureSlot(LocatedShard shard, Optional<Long> after) {
    NodeClient node = shard.node();
    int number = shard.state().getShard();
    Optional<SlotState> existing =
        node
            .call(stub -> stub.listSlots(ListSlotsRequest.newBuilder().setShard(number).build()))
            .getSlotsList()
            .stream()
            .filter(state -> state.getName().equals(slot))
            .findFirst();
    if (existing.isEmpty()) {
      CreateSlotRequest.Builder request =
          CreateSlotRequest.newBuilder().setShard(number).setSlot(slot);
      after.ifPresent(request::setAfterLsn);
      return node.call(stub -> stub.createSlot(request.build())).getSlot().getConfirmedLsn();
    }
    SlotState state = existing.get();
    checkUsable(state, after);
    long position = after.orElse(shard.state().getLastLsn());
    node.call(
        stub ->
            stub.confirmLsn(
                ConfirmLsnRequest.newBuilder()
                    .setShard(number)
                    .setSlot(slot)
                    .setLsn(position)
                    .build()));
    return position;
  }

  private void checkUsable(SlotState state, Optional<Long> after) {
    if (state.getLost()) {
      throw new DoLakeException(
          ErrorCode.SLOT_LOST,
          "slot " + slot + " is lost: retention removed log that it had not confirmed",
          "Drop the slot and start the job with a new initial load.");
    }
    if (!state.getReader().isEmpty() && !state.getReader().equals(reader)) {
      throw new DoLakeException(
          ErrorCode.SLOT_IN_USE,
          "slot " + slot + " is in use by reader " + state.getReader(),
          "Stop that job, or give this one a slot of its own.");
    }
    if (after.isPresent() && after.get() < state.getConfirmedLsn()) {
      throw new DoLakeException(
          ErrorCode.LSN_REMOVED,
          "slot "
              + slot
              + " has confirmed LSN "
              + state.getConfirmedLsn()
              + ", so the log after "
              + after.get()
              + " is not kept",
          "Start at a later position or use another slot.");
    }
  }

  private List<TableVersions> listTables(LocatedShard shard) {
    return shard
        .node()
        .call(
            stub ->
                stub.listTables(
                    ListTablesRequest.newBuilder()
                        .setShard(shard.state().getShard())
                        .setFilter(TableFilters.of(config.tables()))
                        .build()))
        .getTablesList();
  }

  private List<SnapshotSplit> divide(LocatedShard shard, TableVersions table) {
    int number = shard.state().getShard();
    List<ByteString> keys;
    try {
      keys =
          shard
              .node()
              .call(
                  stub ->
                      stub.suggestSplitKeys(
                          SuggestSplitKeysRequest.newBuilder()
                              .setShard(number)
                              .setTableId(table.getTableId())
                              .setRanges(config.splitsPerTable())
                              .build()))
              .getKeysList();
    } catch (DoLakeException e) {
      if (e.code() != ErrorCode.UNDEFINED_TABLE) {
        throw e;
      }
      // Dropped meanwhile, which the split's reader will find out, too. Without a split the log
      // would bring changes of rows that were never loaded.
      keys = List.of();
    }
    List<byte[]> schemas = versionsOf(table);
    List<SnapshotSplit> splits = new ArrayList<>();
    byte[] from = null;
    for (ByteString key : keys) {
      byte[] to = key.toByteArray();
      splits.add(SnapshotSplit.unread(number, table.getTableId(), from, to, schemas));
      from = to;
    }
    splits.add(SnapshotSplit.unread(number, table.getTableId(), from, null, schemas));
    return splits;
  }

  private static List<byte[]> versionsOf(TableVersions table) {
    return table.getVersionsList().stream().map(ByteString::toByteArray).toList();
  }

  private <T> T retrying(Supplier<T> work) throws InterruptedException {
    Backoff backoff = new Backoff(config.connection().patience());
    Backoff slotBackoff =
        new Backoff(
            config.connection().patience().compareTo(SLOT_PATIENCE) < 0
                ? config.connection().patience()
                : SLOT_PATIENCE);
    while (true) {
      try {
        return work.get();
      } catch (DoLakeException e) {
        long delay =
            !FeedFailures.passes(e)
                ? -1
                : (e.code() == ErrorCode.SLOT_IN_USE ? slotBackoff : backoff).nextDelayMillis();
        if (delay < 0) {
          throw FeedFailures.fatal(e);
        }
        LOG.warn("planning is tried again in {} ms: {}", delay, e.getMessage());
        if (!pauses.pause(delay)) {
          throw new InterruptedException("the enumerator was closed");
        }
      }
    }
  }
}
