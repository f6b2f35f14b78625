package io.dolake.cli.status;

import io.dolake.cdc.FeedCredentials;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.feed.FeedProtocol;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.DescribeNodeRequest;
import io.dolake.common.proto.feed.DescribeNodeResponse;
import io.dolake.common.proto.feed.ListSlotsRequest;
import io.dolake.common.proto.feed.ShardState;
import io.dolake.common.proto.feed.SlotState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node's shards and slots, as its change feed tells them.
 *
 * @param error why the node did not answer, or null
 */
public record NodeStatus(String database, List<Shard> shards, String error) {
  private static final long ANSWER_SECONDS = 5;

  /**
   * One shard; {@code resolved} is the timestamp below which nothing will be committed any more.
   */
  public record Shard(
      int id, long firstRetainedLsn, long lastLsn, HlcTimestamp resolved, List<Slot> slots) {}

  /** A consumer of the log; lag counts transactions it has not confirmed. */
  public record Slot(String name, long confirmedLsn, long lag, boolean lost, String reader) {}

  /**
   * @param address host:port of the feed
   */
  public static NodeStatus ask(String address) {
    return ask(address, FeedCredentials.NONE);
  }

  /**
   * @param address host:port of the feed
   * @param credentials what to show a node that asks who reads
   */
  public static NodeStatus ask(String address, FeedCredentials credentials) {
    Metadata headers = new Metadata();
    credentials.authorization().ifPresent(shown -> headers.put(FeedProtocol.AUTHORIZATION, shown));
    ManagedChannel channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    try {
      ChangeFeedGrpc.ChangeFeedBlockingStub feed =
          ChangeFeedGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
      DescribeNodeResponse node = feed.describeNode(DescribeNodeRequest.getDefaultInstance());
      List<Shard> shards = new ArrayList<>();
      for (ShardState shard : node.getShardsList()) {
        List<SlotState> slots =
            feed.listSlots(ListSlotsRequest.newBuilder().setShard(shard.getShard()).build())
                .getSlotsList();
        shards.add(
            new Shard(
                shard.getShard(),
                shard.getFirstRetainedLsn(),
                shard.getLastLsn(),
                new HlcTimestamp(shard.getResolvedTimestamp()),
                slots.stream().map(slot -> slot(slot, shard.getLastLsn())).toList()));
      }
      return new NodeStatus(node.getDatabase(), shards, null);
    } catch (StatusRuntimeException e) {
      return new NodeStatus(null, List.of(), reason(e.getStatus(), address));
    } finally {
      channel.shutdownNow();
    }
  }

  private static String reason(Status status, String address) {
    return switch (status.getCode()) {
      case UNAVAILABLE -> "nobody answers at " + address;
      case DEADLINE_EXCEEDED -> address + " does not answer within " + ANSWER_SECONDS + " s";
      default ->
          status.getDescription() == null
              ? status.getCode().toString()
              : status.getDescription().lines().findFirst().orElse("");
    };
  }

  private static Slot slot(SlotState slot, long lastLsn) {
    return new Slot(
        slot.getName(),
        slot.getConfirmedLsn(),
        Math.max(0, lastLsn - slot.getConfirmedLsn()),
        slot.getLost(),
        slot.getReader());
  }
}
