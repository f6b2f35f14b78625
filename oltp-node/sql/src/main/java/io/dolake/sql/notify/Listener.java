package io.dolake.sql.notify;

import io.dolake.sql.NotificationReceiver;
import java.util.LinkedHashSet;
import java.util.Set;

/** A session that listens, or has. Guarded by the hub's mutex, except for the receiver. */
final class Listener {
  final NotificationReceiver receiver;
  final Set<String> channels = new LinkedHashSet<>();

  /** Whether the session has ended: a commit of its own may come out later, and must not listen. */
  boolean closed;

  Listener(NotificationReceiver receiver) {
    this.receiver = receiver;
  }
}
