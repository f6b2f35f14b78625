package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the directories that parts keep their files in. */
final class DataDirectories {
  private DataDirectories() {}

  /** Returns the directory, which exists then. */
  static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.STORE_READ_ONLY_DIRECTORY,
          "data directory " + directory + " cannot be made: " + e.getMessage(),
          "name another one with --data",
          e);
    }
  }
}
