package io.dolake.sql.notify;

import io.dolake.sql.Notification;

/** What a transaction has asked for that happens when it commits. */
sealed interface CommitAction {
  record Listen(String channel) implements CommitAction {}

  record Unlisten(String channel) implements CommitAction {}

  record UnlistenAll() implements CommitAction {}

  record Notify(Notification notification) implements CommitAction {}
}
