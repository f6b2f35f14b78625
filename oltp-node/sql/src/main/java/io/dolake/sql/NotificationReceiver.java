package io.dolake.sql;

/**
 * Takes notifications for the client of one session. Implemented by servers; thread-safe, and never
 * waits: its caller holds up everybody's notifications.
 */
public interface NotificationReceiver {
  /** Takes a notification, which comes after those that were taken before. */
  void deliver(Notification notification);

  /** Share of the room for notifications that is taken by those not yet sent, from 0 to 1. */
  double fill();
}
