package io.dolake.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedProtocol;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.DescribeNodeRequest;
import io.dolake.server.SelfSigned;
import io.dolake.server.config.NodeOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the feed, and over what. */
class FeedAccessITCase {
  @TempDir Path directory;

  private static DoLakeException refusalWith(TestFeed feed, String authorization) {
    Metadata headers = new Metadata();
    headers.put(FeedProtocol.AUTHORIZATION, authorization);
    return TestFeed.refusalOf(() -> describe(feed, headers));
  }

  private static void describe(TestFeed feed, Metadata headers) {
    feed.calls()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .describeNode(DescribeNodeRequest.getDefaultInstance());
  }

  @Test
  void feedWithATokenAnswersOnlyThoseWhoHaveIt() {
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config -> config.with(NodeOptions.FEED_TOKEN, Optional.of("s3cret")),
            builder -> builder)) {
      assertThat(
              TestFeed.refusalOf(
                  () -> feed.calls().describeNode(DescribeNodeRequest.getDefaultInstance())))
          .returns(ErrorCode.INVALID_AUTHORIZATION, DoLakeException::code)
          .hasMessageContaining("asks for a token");
      assertThat(refusalWith(feed, "Bearer guess"))
          .returns(ErrorCode.INVALID_AUTHORIZATION, DoLakeException::code)
          .hasMessageContaining("is not the change feed's")
          .hasMessageNotContaining("s3cret");
      Metadata headers = new Metadata();
      headers.put(FeedProtocol.AUTHORIZATION, "Bearer s3cret");
      describe(feed, headers);
    }
  }

  @Test
  void feedWithACertificateSpeaksTlsOnly() throws Exception {
    SelfSigned signed = SelfSigned.make(directory);
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config ->
                config
                    .with(NodeOptions.TLS_CERTIFICATE, Optional.of(signed.certificate()))
                    .with(NodeOptions.TLS_KEY, Optional.of(signed.key())),
            builder -> builder)) {
      assertThat(
              TestFeed.refusalOf(
                      () -> feed.calls().describeNode(DescribeNodeRequest.getDefaultInstance()))
                  .code())
          .isEqualTo(ErrorCode.CONNECTION_FAILURE);

      ManagedChannel encrypted =
          NettyChannelBuilder.forAddress("localhost", feed.server().port())
              .sslContext(
                  GrpcSslContexts.forClient().trustManager(signed.certificate().toFile()).build())
              .build();
      try {
        assertThat(
                ChangeFeedGrpc.newBlockingStub(encrypted)
                    .describeNode(DescribeNodeRequest.getDefaultInstance())
                    .getProtocolVersion())
            .isEqualTo(FeedProtocol.VERSION);
      } finally {
        encrypted.shutdownNow();
      }
    }
  }
}
