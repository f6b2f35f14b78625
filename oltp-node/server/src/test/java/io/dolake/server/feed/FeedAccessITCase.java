package io.dolake.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedProtocol;
import io.dolake.common.proto.feed.ChangeFeedGrpc;
import io.dolake.common.proto.feed.DescribeNodeRequest;
import io.dolake.server.SelfSigned;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.pg.auth.UserStore;
import io.dolake.server.pg.statement.UserStatement;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the feed, and over what. */
class FeedAccessITCase {
  @TempDir Path directory;

  private static DoLakeException refusalWith(TestFeed feed, String authorization) {
    return TestFeed.refusalOf(() -> describe(feed, headers(authorization)));
  }

  private static Metadata headers(String authorization) {
    Metadata headers = new Metadata();
    headers.put(FeedProtocol.AUTHORIZATION, authorization);
    return headers;
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
      describe(feed, headers("Bearer s3cret"));
    }
  }

  @Test
  void feedOfANodeWithUsersAsksForAPasswordFromThenOn() {
    try (TestFeed feed = TestFeed.start(directory)) {
      UserStore users = new UserStore(feed.store());
      describe(feed, new Metadata());

      users.apply(user(UserStatement.Action.CREATE, "reader", "right"));

      assertThat(TestFeed.refusalOf(() -> describe(feed, new Metadata())))
          .returns(ErrorCode.INVALID_AUTHORIZATION, DoLakeException::code)
          .hasMessageContaining("asks for a token or a user's password");
      assertThat(refusalWith(feed, basic("reader", "wrong")))
          .returns(ErrorCode.INVALID_PASSWORD, DoLakeException::code)
          .hasMessageContaining("password authentication failed for user \"reader\"");
      assertThat(refusalWith(feed, basic("nobody", "right")))
          .returns(ErrorCode.INVALID_PASSWORD, DoLakeException::code);
      assertThat(refusalWith(feed, "Basic ?"))
          .returns(ErrorCode.INVALID_AUTHORIZATION, DoLakeException::code);
      describe(feed, headers(basic("reader", "right")));
      describe(feed, headers(basic("reader", "right")));
      assertThat(refusalWith(feed, basic("reader", "wrong")).code())
          .isEqualTo(ErrorCode.INVALID_PASSWORD);

      users.apply(user(UserStatement.Action.ALTER, "reader", "newer"));

      assertThat(refusalWith(feed, basic("reader", "right")).code())
          .isEqualTo(ErrorCode.INVALID_PASSWORD);
      describe(feed, headers(basic("reader", "newer")));

      users.apply(user(UserStatement.Action.DROP, "reader", ""));

      describe(feed, new Metadata());
    }
  }

  @Test
  void tokenOfTheJobOpensTheFeedButAsksNobodyForOne() {
    try (TestFeed feed =
        TestFeed.start(
            directory,
            config -> config.with(NodeOptions.FEED_JOB_TOKEN, Optional.of("of-the-job")),
            builder -> builder)) {
      describe(feed, new Metadata());

      new UserStore(feed.store()).apply(user(UserStatement.Action.CREATE, "reader", "right"));

      assertThat(TestFeed.refusalOf(() -> describe(feed, new Metadata())).code())
          .isEqualTo(ErrorCode.INVALID_AUTHORIZATION);
      describe(feed, headers("Bearer of-the-job"));
      assertThat(refusalWith(feed, "Bearer another").code())
          .isEqualTo(ErrorCode.INVALID_AUTHORIZATION);
    }
  }

  private static UserStatement user(UserStatement.Action action, String name, String password) {
    return new UserStatement(action, "USER", name, Optional.of(password), false);
  }

  private static String basic(String user, String password) {
    String text = user + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
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
