package io.dolake.sql;

/**
 * What a session announced by NOTIFY to those who listen on a channel.
 *
 * @param processId of the session that announced it
 * @param payload empty unless given
 */
public record Notification(int processId, String channel, String payload) {
  /** The record, its texts without their characters, and its place in a queue. */
  private static final int OBJECT_BYTES = 128;

  /** Roughly the memory that it takes. */
  public int sizeBytes() {
    return OBJECT_BYTES + channel.length() + payload.length();
  }
}
