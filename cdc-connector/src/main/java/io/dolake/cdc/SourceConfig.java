package io.dolake.cdc;

import io.dolake.common.feed.FeedProtocol;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a source reads, concluded by {@link DoSqlSourceBuilder}.
 *
 * @param connection how to reach the nodes
 * @param tables names as {@code schema.table}, a star stands for any characters; empty for all
 * @param slot replication slot, one on each shard; null for a temporary one
 * @param startup where to begin without a checkpoint
 * @param bounded whether to end at what was committed when the source began
 * @param eventTime what timestamps and watermarks count
 * @param omitBeforeImages leaves before images of updates and deletes on the node
 * @param heartbeat longest silence of a shard's log
 * @param discoveryInterval how often to look for new shards
 * @param splitsPerTable into how many ranges a table's initial load is divided, about
 * @param pageBytes size of a snapshot page
 */
public record SourceConfig(
    ConnectionConfig connection,
    List<String> tables,
    String slot,
    StartupMode startup,
    boolean bounded,
    EventTime eventTime,
    boolean omitBeforeImages,
    Duration heartbeat,
    Duration discoveryInterval,
    int splitsPerTable,
    int pageBytes)
    implements Serializable {
  public SourceConfig {
    Objects.requireNonNull(connection, "connection");
    tables = List.copyOf(tables);
    Objects.requireNonNull(startup, "startup");
    Objects.requireNonNull(eventTime, "eventTime");
    Objects.requireNonNull(heartbeat, "heartbeat");
    Objects.requireNonNull(discoveryInterval, "discoveryInterval");
    tables.forEach(SourceConfig::checkPattern);
    checkRange("splits per table", splitsPerTable, 1, 4096);
    checkRange("page bytes", pageBytes, 1024, 16 << 20);
    checkRange("heartbeat milliseconds", heartbeat.toMillis(), 5, 60_000);
    if (slot != null && (slot.isBlank() || slot.length() > FeedProtocol.MAX_NAME_LENGTH)) {
      throw new IllegalArgumentException(
          "slot name must have 1 to " + FeedProtocol.MAX_NAME_LENGTH + " characters");
    }
  }

  private static void checkPattern(String pattern) {
    int dot = pattern.indexOf('.');
    if (dot < 1 || dot == pattern.length() - 1) {
      throw new IllegalArgumentException("table is not schema.table: " + pattern);
    }
  }

  private static void checkRange(String what, long value, long minimum, long maximum) {
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(
          what + " must be from " + minimum + " to " + maximum + ": " + value);
    }
  }
}
