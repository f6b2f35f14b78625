package io.dolake.storage.log;

import java.io.IOException;
import java.util.List;

/**
 * The directory that holds a shard's log, checkpoint and slot files: the one seam between the store
 * and the file system. Names are plain file names. Implementations are thread-safe.
 */
public interface LogFiles {
  /** Names of the files in the directory, sorted. */
  List<String> list() throws IOException;

  boolean exists(String name) throws IOException;

  /** Creates an empty file for reading and writing; fails if it exists. */
  LogFile create(String name) throws IOException;

  /** Opens an existing file for reading and writing. */
  LogFile open(String name) throws IOException;

  /** Opens an existing file for reading. */
  LogFile openForRead(String name) throws IOException;

  void delete(String name) throws IOException;

  /** Renames atomically, replacing the target. Durable after {@link #syncDirectory}. */
  void rename(String from, String to) throws IOException;

  /** Makes creations, renames and deletions durable. */
  void syncDirectory() throws IOException;
}
