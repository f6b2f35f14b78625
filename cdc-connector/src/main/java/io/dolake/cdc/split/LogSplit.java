package io.dolake.cdc.split;

import java.util.List;
import java.util.Objects;

/**
 * The log of a shard from a position on. Immutable.
 *
 * @param slot replication slot that keeps the log
 * @param reader name the stream is opened under: the same for all attempts of a job
 * @param position how far it was emitted
 * @param stopLsn the split ends when all up to here was emitted; {@link #NEVER} for an unbounded
 *     one
 * @param handOver what the initial load holds
 * @param loadAnnounced whether the end of the initial load was told
 * @param schemasAnnounced whether the schemas below were told
 * @param schemas versions of the followed tables known so far (TableProto)
 */
public record LogSplit(
    int shard,
    String slot,
    String reader,
    LogPosition position,
    long stopLsn,
    HandOver handOver,
    boolean loadAnnounced,
    boolean schemasAnnounced,
    List<byte[]> schemas)
    implements FeedSplit {
  public static final long NEVER = Long.MAX_VALUE;

  public LogSplit {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(handOver, "handOver");
    schemas = List.copyOf(schemas);
  }

  @Override
  public String splitId() {
    return "log-" + shard;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogSplit that
        && shard == that.shard
        && slot.equals(that.slot)
        && reader.equals(that.reader)
        && position.equals(that.position)
        && stopLsn == that.stopLsn
        && handOver.equals(that.handOver)
        && loadAnnounced == that.loadAnnounced
        && schemasAnnounced == that.schemasAnnounced
        && ByteArrays.equal(schemas, that.schemas);
  }

  @Override
  public int hashCode() {
    return Objects.hash(shard, slot, position);
  }
}
