package io.dolake.sql.notify;

import io.dolake.sql.Notification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Brings the notifications of an engine's sessions to those who listen, in the order of the
 * commits. Thread-safe. Transactions that neither listen nor notify do not come here.
 */
public final class NotificationHub {
  /** Notifications, by {@link Notification#sizeBytes}, that may wait for one session's client. */
  public static final int MAX_WAITING_BYTES = 8 << 20;

  /**
   * Held while a commit is handed over, so that {@link #publications} has the order of the commits.
   * Not the mutex: handing over may wait for room in the store's queue, and whoever tells outcomes
   * needs the mutex.
   */
  private final Object commitOrder = new Object();

  private final Object mutex = new Object();
  private final Map<String, Set<Listener>> listeners = new HashMap<>();

  /** Commits whose outcome is not known, and those behind them. */
  private final ArrayDeque<Publication> publications = new ArrayDeque<>();

  /**
   * Commits a transaction, whose actions happen when it is durable.
   *
   * @param own null if the session never listened
   * @param commit hands the commit over
   * @return completes when the actions have happened, or with the commit's failure
   */
  CompletableFuture<Void> commit(
      List<CommitAction> actions, Listener own, Supplier<CompletableFuture<Void>> commit) {
    Publication publication;
    synchronized (commitOrder) {
      publication = new Publication(actions, own, commit.get(), new CompletableFuture<>());
      synchronized (mutex) {
        publications.add(publication);
      }
    }
    return publication
        .committed()
        .whenComplete((nothing, error) -> publish())
        .thenCombine(publication.settled(), (nothing, settled) -> null);
  }

  /** Carries out what is durable, up to the first commit that is not. */
  private void publish() {
    List<Publication> settled = new ArrayList<>();
    synchronized (mutex) {
      for (Publication next = publications.peek();
          next != null && next.committed().isDone();
          next = publications.peek()) {
        publications.remove();
        if (!next.committed().isCompletedExceptionally()) {
          carryOut(next);
        }
        settled.add(next);
      }
    }
    settled.forEach(publication -> publication.settled().complete(null));
  }

  /** As in PostgreSQL, a session that listens and notifies in one transaction is told itself. */
  private void carryOut(Publication publication) {
    for (CommitAction action : publication.actions()) {
      change(publication.own(), action);
    }
    for (CommitAction action : publication.actions()) {
      if (action instanceof CommitAction.Notify notify) {
        deliver(notify.notification());
      }
    }
  }

  private void change(Listener own, CommitAction action) {
    if (action instanceof CommitAction.Listen listen) {
      if (!own.closed && own.channels.add(listen.channel())) {
        listeners.computeIfAbsent(listen.channel(), key -> new LinkedHashSet<>()).add(own);
      }
    } else if (action instanceof CommitAction.Unlisten unlisten) {
      if (own.channels.remove(unlisten.channel())) {
        forget(own, unlisten.channel());
      }
    } else if (action instanceof CommitAction.UnlistenAll) {
      forgetAll(own);
    }
  }

  private void forgetAll(Listener listener) {
    listener.channels.forEach(channel -> forget(listener, channel));
    listener.channels.clear();
  }

  private void forget(Listener listener, String channel) {
    Set<Listener> others = listeners.get(channel);
    others.remove(listener);
    if (others.isEmpty()) {
      listeners.remove(channel);
    }
  }

  private void deliver(Notification notification) {
    for (Listener listener : listeners.getOrDefault(notification.channel(), Set.of())) {
      listener.receiver.deliver(notification);
    }
  }

  /** Channels that the session listens on, in the order it began to. */
  List<String> channels(Listener listener) {
    synchronized (mutex) {
      return List.copyOf(listener.channels);
    }
  }

  int channelCount(Listener listener) {
    synchronized (mutex) {
      return listener.channels.size();
    }
  }

  /** Share of the room for notifications that the slowest listener's take, from 0 to 1. */
  double usage() {
    synchronized (mutex) {
      return listeners.values().stream()
          .flatMap(Set::stream)
          .distinct()
          .mapToDouble(listener -> listener.receiver.fill())
          .max()
          .orElse(0);
    }
  }

  /** The session has ended. */
  void close(Listener listener) {
    synchronized (mutex) {
      listener.closed = true;
      forgetAll(listener);
    }
  }
}
