package io.dolake.lake.writer;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of data files: number of the file, then the attempt that wrote it. */
public final class DataFileNames {
  private static final String DIRECTORY = "/data/";
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{16})-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.parquet");

  private DataFileNames() {}

  static String directory(String tableLocation) {
    return tableLocation + DIRECTORY;
  }

  /**
   * @param attempt a UUID
   */
  static String name(long fileId, String attempt) {
    return String.format("%016x-%s.parquet", fileId, attempt);
  }

  /** Number of a table's file by its path; empty if no writer of this topology gave the name. */
  public static OptionalLong idOf(String path, String tableLocation) {
    if (!path.startsWith(directory(tableLocation))) {
      return OptionalLong.empty();
    }
    Matcher matcher = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
    return matcher.matches()
        ? OptionalLong.of(Long.parseUnsignedLong(matcher.group(1), 16))
        : OptionalLong.empty();
  }
}
