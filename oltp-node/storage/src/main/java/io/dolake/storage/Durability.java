package io.dolake.storage;

/** When a commit counts. */
public enum Durability {
  /** Synced to disk: survives power loss. */
  FSYNC,
  /** Handed to the operating system: survives the process, not the machine. */
  OS
}
