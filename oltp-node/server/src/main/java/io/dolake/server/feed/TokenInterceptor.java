package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.feed.FeedProtocol;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets calls pass that carry the configured token. */
final class TokenInterceptor implements ServerInterceptor {
  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  TokenInterceptor(String token) {
    this.expected = (SCHEME + token).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String given = headers.get(FeedProtocol.AUTHORIZATION);
    // isEqual takes the same time wherever the difference is.
    if (given != null && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
      return next.startCall(call, headers);
    }
    StatusRuntimeException refusal =
        FeedErrors.toStatus(
            new DoLakeException(
                ErrorCode.INVALID_AUTHORIZATION,
                given == null
                    ? "the change feed of this node asks for a token"
                    : "the token is not the change feed's",
                "Give the reader the node's feed.token."));
    call.close(refusal.getStatus(), refusal.getTrailers());
    return new ServerCall.Listener<>() {};
  }
}
