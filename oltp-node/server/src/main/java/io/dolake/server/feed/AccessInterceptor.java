package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.feed.FeedErrors;
import io.dolake.common.feed.FeedProtocol;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Lets calls pass whose reader may read the feed. Streams that are open stay open. */
final class AccessInterceptor implements ServerInterceptor {
  private final FeedAccess access;

  AccessInterceptor(FeedAccess access) {
    this.access = access;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      access.check(headers.get(FeedProtocol.AUTHORIZATION));
    } catch (DoLakeException e) {
      StatusRuntimeException refusal = FeedErrors.toStatus(e);
      call.close(refusal.getStatus(), refusal.getTrailers());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }
}
