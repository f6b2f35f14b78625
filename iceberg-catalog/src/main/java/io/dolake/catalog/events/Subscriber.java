package io.dolake.catalog.events;

import io.dolake.catalog.store.EventRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One open event stream. At most one write is under way, so a slow client costs no memory: it lags
 * and is served from the store later. Used by the hub's thread; write completions come on Jetty's.
 */
final class Subscriber {
  private final Response response;
  private final Callback completion;
  private final Runnable wakeUp;
  private long cursor;
  private long lastWriteNanos = System.nanoTime();
  private volatile boolean writing;
  private volatile boolean gone;

  /**
   * @param cursor number of the last event the client has seen
   * @param wakeUp called when a write has ended
   */
  Subscriber(Response response, Callback completion, long cursor, Runnable wakeUp) {
    this.response = response;
    this.completion = completion;
    this.cursor = cursor;
    this.wakeUp = wakeUp;
  }

  boolean isReady() {
    return !writing && !gone;
  }

  boolean isGone() {
    return gone;
  }

  long cursor() {
    return cursor;
  }

  long nanosSinceLastWrite() {
    return System.nanoTime() - lastWriteNanos;
  }

  /** Sends events in order. */
  void send(List<EventRow> events) {
    StringBuilder text = new StringBuilder();
    for (EventRow event : events) {
      text.append("id: ").append(event.eventId()).append("\nevent: change\ndata: ");
      text.append(EventJson.of(event)).append("\n\n");
    }
    cursor = events.get(events.size() - 1).eventId();
    write(text.toString());
  }

  /** Tells the client that events it has not seen were forgotten, and goes on after them. */
  void sendGap(long firstKept) {
    cursor = firstKept - 1;
    write("id: " + cursor + "\nevent: gap\ndata: {\"first-event-id\":" + firstKept + "}\n\n");
  }

  /** A comment, which shows whether the client is still there. */
  void sendHeartbeat() {
    write(":\n\n");
  }

  /** Ends the stream. */
  void close() {
    if (!gone) {
      gone = true;
      completion.succeeded();
    }
  }

  private void write(String text) {
    writing = true;
    lastWriteNanos = System.nanoTime();
    response.write(
        false,
        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
        Callback.from(this::written, this::failed));
  }

  private void written() {
    writing = false;
    wakeUp.run();
  }

  private void failed(Throwable error) {
    gone = true;
    completion.failed(error);
    wakeUp.run();
  }
}
