package io.dolake.sql.notify;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one transaction asked for, in order; equal notifications once. Used by one thread. */
final class PendingActions {
  private static final int ACTION_BYTES = 64;

  private final List<CommitAction> actions = new ArrayList<>();
  private final Set<CommitAction.Notify> notifications = new HashSet<>();
  private long bytes;

  void add(CommitAction action) {
    if (action instanceof CommitAction.Notify notify && !notifications.add(notify)) {
      return;
    }
    actions.add(action);
    bytes += bytes(action);
    if (bytes > NotificationHub.MAX_WAITING_BYTES) {
      truncate(actions.size() - 1);
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "the transaction has more notifications than a listener has room for",
          "Send fewer, or in several transactions.");
    }
  }

  private static int bytes(CommitAction action) {
    return action instanceof CommitAction.Notify notify
        ? ACTION_BYTES + notify.notification().sizeBytes()
        : ACTION_BYTES;
  }

  int size() {
    return actions.size();
  }

  /** Drops those that came after the first {@code size}. */
  void truncate(int size) {
    List<CommitAction> dropped = actions.subList(size, actions.size());
    for (CommitAction action : dropped) {
      bytes -= bytes(action);
      if (action instanceof CommitAction.Notify notify) {
        notifications.remove(notify);
      }
    }
    dropped.clear();
  }

  List<CommitAction> actions() {
    return actions;
  }
}
