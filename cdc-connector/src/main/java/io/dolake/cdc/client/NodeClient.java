package io.dolake.cdc.client;

import com.google.common.util.concurrent.ListenableFuture;
import io.dolake.cdc.ConnectionConfig;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.feed.FeedProtocol;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.ConfirmLsnRequest;
import io.dolake.common.proto.feed.ConfirmLsnResponse;
import io.dolake.common.proto.feed.DescribeNodeRequest;
import io.dolake.common.proto.feed.DescribeNodeResponse;
import io.dolake.common.proto.feed.ReadSnapshotPageRequest;
import io.dolake.common.proto.feed.ReadSnapshotPageResponse;
import io.dolake.common.proto.feed.StreamChangesRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Connection to one node's change feed. Thread-safe; reconnects by itself after failures. Errors
 * are {@link DoLakeException}s with the node's code.
 */
public final class NodeClient implements AutoCloseable {
  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;
  private static final long KEEP_ALIVE_SECONDS = 20;
  private static final long CALL_TIMEOUT_SECONDS = 30;
  private static final long CLOSE_PATIENCE_SECONDS = 5;

  private final String endpoint;
  private final ManagedChannel channel;
  private final ChangeFeedGrpc.ChangeFeedBlockingStub blocking;
  private final ChangeFeedGrpc.ChangeFeedFutureStub future;
  private final ChangeFeedGrpc.ChangeFeedStub streaming;

  /** Connects at the first call. */
  public NodeClient(String endpoint, ConnectionConfig config) {
    this.endpoint = endpoint;
    int colon = endpoint.lastIndexOf(':');
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(
                endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)))
            .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
            .maxInboundMessageSize(FeedProtocol.MAX_MESSAGE_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            // Our callbacks only put messages into queues, so they may run on the transport.
            .directExecutor();
    useTls(builder, config);
    this.channel = builder.build();
    Metadata headers = new Metadata();
    config
        .credentials()
        .authorization()
        .ifPresent(shown -> headers.put(FeedProtocol.AUTHORIZATION, shown));
    var authorization = MetadataUtils.newAttachHeadersInterceptor(headers);
    this.blocking = ChangeFeedGrpc.newBlockingStub(channel).withInterceptors(authorization);
    this.future = ChangeFeedGrpc.newFutureStub(channel).withInterceptors(authorization);
    this.streaming = ChangeFeedGrpc.newStub(channel).withInterceptors(authorization);
  }

  private static void useTls(NettyChannelBuilder builder, ConnectionConfig config) {
    if (!config.tls()) {
      builder.usePlaintext();
      return;
    }
    if (config.trustedCertificates() == null) {
      return;
    }
    try {
      builder.sslContext(
          GrpcSslContexts.forClient().trustManager(new File(config.trustedCertificates())).build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID,
          "trusted certificates cannot be used: " + config.trustedCertificates(),
          "Give the path of a PEM file that every Flink process can read.",
          e);
    }
  }

  public String endpoint() {
    return endpoint;
  }

  public DescribeNodeResponse describe() {
    DescribeNodeResponse response =
        call(stub -> stub.describeNode(DescribeNodeRequest.getDefaultInstance()));
    if (response.getProtocolVersion() != FeedProtocol.VERSION) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "node "
              + endpoint
              + " speaks version "
              + response.getProtocolVersion()
              + " of the change feed, this connector version "
              + FeedProtocol.VERSION,
          "Use the connector that came with the node.");
    }
    return response;
  }

  /** A call that waits for its answer. */
  public <T> T call(Function<ChangeFeedGrpc.ChangeFeedBlockingStub, T> call) {
    try {
      return call.apply(blocking.withDeadlineAfter(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  /** Asks for a snapshot page; {@link #translate} makes sense of its failure. */
  public ListenableFuture<ReadSnapshotPageResponse> readPage(ReadSnapshotPageRequest request) {
    return future
        .withDeadlineAfter(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .readSnapshotPage(request);
  }

  public ListenableFuture<ConfirmLsnResponse> confirm(int shard, String slot, long lsn) {
    return future
        .withDeadlineAfter(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .confirmLsn(
            ConfirmLsnRequest.newBuilder().setShard(shard).setSlot(slot).setLsn(lsn).build());
  }

  /** Opens a stream; {@code wakeUp} is called from the transport whenever there is news. */
  public ChangeSubscription subscribe(StreamChangesRequest request, Runnable wakeUp) {
    ChangeSubscription subscription = new ChangeSubscription(wakeUp, this::translate);
    streaming.streamChanges(request, subscription);
    return subscription;
  }

  /** The failure of a call as our own error, naming this node. */
  public DoLakeException translate(Throwable failure) {
    DoLakeException error = FeedErrors.fromStatus(failure);
    if (error.code() != ErrorCode.CONNECTION_FAILURE) {
      return error;
    }
    return new DoLakeException(
        error.code(),
        "node " + endpoint + ": " + error.getMessage(),
        error.hint().orElse(null),
        failure);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
