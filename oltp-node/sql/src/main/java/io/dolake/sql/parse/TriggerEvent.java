package io.dolake.sql.parse;

/** What a trigger fires on. */
public enum TriggerEvent {
  INSERT,
  UPDATE,
  DELETE;

  /** Whether there is a row as it was before. */
  public boolean hasOld() {
    return this != INSERT;
  }

  /** Whether there is a row as it is afterwards. */
  public boolean hasNew() {
    return this != DELETE;
  }
}
