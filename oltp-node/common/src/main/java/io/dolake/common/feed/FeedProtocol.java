package io.dolake.common.feed;

import io.grpc.Metadata;

/** Constants of the change feed protocol, see docs/formats/feed.md. */
public final class FeedProtocol {
  public static final int VERSION = 1;

  /** Slots whose name starts so are dropped when nobody has streamed from them for a while. */
  public static final String TEMPORARY_SLOT_PREFIX = "tmp_";

  /** Longest slot and reader name. */
  public static final int MAX_NAME_LENGTH = 128;

  /** Largest message either side takes: a change with two images of the largest row fits. */
  public static final int MAX_MESSAGE_BYTES = 256 << 20;

  /** Carries {@code Bearer <token>}. */
  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private FeedProtocol() {}
}
