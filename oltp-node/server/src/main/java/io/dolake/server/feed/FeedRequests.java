package io.dolake.server.feed;

import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.feed.FeedProtocol;
import java.util.regex.Pattern;

/** Checks of what a request names. */
final class FeedRequests {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]*");

  private FeedRequests() {}

  static DoLakeException invalid(String message) {
    return new DoLakeException(ErrorCode.INVALID_PARAMETER, message);
  }

  static void checkShard(int requested, ShardId own) {
    if (requested != own.value()) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_OBJECT,
          "shard " + Integer.toUnsignedString(requested) + " is not on this node",
          "This node has shard " + own + ".");
    }
  }

  static String checkName(String kind, String name) {
    if (name.length() > FeedProtocol.MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw invalid(
          kind
              + " name must have 1 to "
              + FeedProtocol.MAX_NAME_LENGTH
              + " letters, digits, '_', '.', ':' or '-': "
              + printable(name));
    }
    return name;
  }

  private static String printable(String name) {
    String shown = name.length() > 40 ? name.substring(0, 40) + "..." : name;
    return "'" + shown.replaceAll("[^ -~]", "?") + "'";
  }
}
