package io.dolake.server.pg.session;

import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.sql.Notification;
import io.dolake.sql.NotificationReceiver;
import io.dolake.sql.notify.NotificationHub;
import java.util.ArrayDeque;

/**
 * Notifications that wait until a session's client may be told. Filled by those who notify, emptied
 * by the session's thread. Thread-safe.
 *
 * <p>When it is full it drops everything and takes nothing more: a client that missed notifications
 * must not go on as if it had not, so its connection ends.
 */
public final class NotificationInbox implements NotificationReceiver {
  private final Runnable onArrival;
  private final Runnable onOverflow;
  private final ArrayDeque<Notification> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean overflown;

  /**
   * @param onArrival called when the first notification comes in that nobody knows of; until all
   *     are sent it is not called again
   * @param onOverflow called once, when there is no room
   */
  NotificationInbox(Runnable onArrival, Runnable onOverflow) {
    this.onArrival = onArrival;
    this.onOverflow = onOverflow;
  }

  @Override
  public void deliver(Notification notification) {
    Runnable call = add(notification);
    if (call != null) {
      call.run();
    }
  }

  /** Who has to be called now, or null. */
  private synchronized Runnable add(Notification notification) {
    if (overflown) {
      return null;
    }
    bytes += notification.sizeBytes();
    if (bytes > NotificationHub.MAX_WAITING_BYTES) {
      overflown = true;
      waiting.clear();
      bytes = 0;
      return onOverflow;
    }
    waiting.add(notification);
    return waiting.size() == 1 ? onArrival : null;
  }

  @Override
  public synchronized double fill() {
    return (double) bytes / NotificationHub.MAX_WAITING_BYTES;
  }

  private synchronized Notification poll() {
    Notification next = waiting.poll();
    if (next != null) {
      bytes -= next.sizeBytes();
    }
    return next;
  }

  /** Builds messages until all is sent or this many bytes are pending. */
  void writeTo(BackendWriter out, int maxPendingBytes) {
    while (out.pendingBytes() < maxPendingBytes) {
      Notification next = poll();
      if (next == null) {
        return;
      }
      out.notificationResponse(next);
    }
  }
}
