package io.dolake.sql.notify;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.Notification;
import io.dolake.sql.NotificationReceiver;
import io.dolake.sql.SessionHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What one session listens on, and what its transaction has asked for in this respect, which
 * happens when that commits. Used by the session's thread. A session that neither listens nor
 * notifies has nothing here.
 */
public final class SessionNotifications {
  /** A payload has fewer bytes, and a channel's name too: PostgreSQL's limits. */
  private static final int PAYLOAD_BYTES = 8000;

  private static final int CHANNEL_BYTES = 64;
  private static final int MAX_CHANNELS = 10_000;

  private final NotificationHub hub;
  private final SessionHost host;

  /** Null until the first LISTEN. */
  private Listener listener;

  /** Null while there is nothing. */
  private PendingActions pending;

  public SessionNotifications(NotificationHub hub, SessionHost host) {
    this.hub = hub;
    this.host = host;
  }

  /**
   * Listens on a channel from the commit on.
   *
   * @throws DoLakeException INVALID_PARAMETER for a name that is no channel's,
   *     FEATURE_NOT_SUPPORTED in a session without a client that could be told,
   *     PROGRAM_LIMIT_EXCEEDED
   */
  public void listen(String channel) {
    requireChannel(channel);
    if (listener == null) {
      listener = new Listener(receiver());
    }
    if (hub.channelCount(listener) >= MAX_CHANNELS) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "the session listens on " + MAX_CHANNELS + " channels already",
          "UNLISTEN those that are not needed.");
    }
    add(new CommitAction.Listen(channel));
  }

  private NotificationReceiver receiver() {
    return host.notificationReceiver()
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "LISTEN needs a connection to a server",
                    "An embedded session can NOTIFY, but there is no way to tell it anything."));
  }

  /** Stops listening on a channel from the commit on. */
  public void unlisten(String channel) {
    if (listener != null) {
      add(new CommitAction.Unlisten(channel));
    }
  }

  /** Stops listening from the commit on. */
  public void unlistenAll() {
    if (listener != null) {
      add(new CommitAction.UnlistenAll());
    }
  }

  /**
   * Tells those who listen on the channel, unless the transaction does already.
   *
   * @throws DoLakeException INVALID_PARAMETER for a name that is no channel's or a payload that is
   *     too long, PROGRAM_LIMIT_EXCEEDED
   */
  public void notify(String channel, String payload) {
    requireChannel(channel);
    if (payload.getBytes(StandardCharsets.UTF_8).length >= PAYLOAD_BYTES) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "payload string too long",
          "It has fewer than " + PAYLOAD_BYTES + " bytes; send the key of a row that has more.");
    }
    add(new CommitAction.Notify(new Notification(host.processId(), channel, payload)));
  }

  private static void requireChannel(String channel) {
    if (channel.isEmpty()) {
      throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "channel name cannot be empty");
    }
    if (channel.getBytes(StandardCharsets.UTF_8).length >= CHANNEL_BYTES) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "channel name too long",
          "It has fewer than " + CHANNEL_BYTES + " bytes.");
    }
  }

  private void add(CommitAction action) {
    if (pending == null) {
      pending = new PendingActions();
    }
    pending.add(action);
  }

  /** Whether the commit of the transaction has to go through {@link #commit}. */
  public boolean hasPending() {
    return pending != null;
  }

  /** A place in the transaction to come back to with {@link #rollbackTo}. */
  public int mark() {
    return pending == null ? 0 : pending.size();
  }

  /** Drops what was asked for after the mark. */
  public void rollbackTo(int mark) {
    if (mark == 0) {
      pending = null;
    } else {
      pending.truncate(mark);
    }
  }

  /** Drops all that the transaction asked for. */
  public void rollback() {
    pending = null;
  }

  /**
   * Commits a transaction for which {@link #hasPending}.
   *
   * @param commit hands the commit over
   * @return completes when the commit is durable and listeners have been told, or with the commit's
   *     failure
   */
  public CompletableFuture<Void> commit(Supplier<CompletableFuture<Void>> commit) {
    List<CommitAction> actions = pending.actions();
    pending = null;
    return hub.commit(actions, listener, commit);
  }

  /** Channels that the session listens on. */
  public List<String> channels() {
    return listener == null ? List.of() : hub.channels(listener);
  }

  /** See {@link NotificationHub#usage}. */
  public double queueUsage() {
    return hub.usage();
  }

  /** The session ends. Idempotent. */
  public void close() {
    pending = null;
    if (listener != null) {
      hub.close(listener);
    }
  }
}
