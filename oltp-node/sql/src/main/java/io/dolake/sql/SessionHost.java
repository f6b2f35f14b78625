package io.dolake.sql;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a session knows of the program it runs in and the connection it belongs to. Implemented by
 * servers; thread-safe.
 */
public interface SessionHost {
  /** Of a session that belongs to no connection. */
  SessionHost EMBEDDED = new EmbeddedHost();

  /** Number by which the session's connection can be cancelled; 0 if it cannot. */
  int processId();

  /** Where the client connected from; empty unless by TCP. */
  Optional<InetSocketAddress> clientAddress();

  /** Where the client connected to; empty unless by TCP. */
  Optional<InetSocketAddress> serverAddress();

  Instant serverStart();

  /** What the open connections are doing now. */
  List<ClientActivity> activity();

  /** Cursors that this session declared; to be asked by a statement of the session only. */
  List<OpenCursor> cursors();

  /**
   * Takes notifications to the session's client; empty if there is none that could be told. To be
   * asked by a statement of the session only.
   */
  Optional<NotificationReceiver> notificationReceiver();

  /** Makes the statement fail that a connection runs; false if there is no such connection. */
  boolean cancel(int processId);

  /** Ends a connection; false if there is no such connection. */
  boolean terminate(int processId);
}
