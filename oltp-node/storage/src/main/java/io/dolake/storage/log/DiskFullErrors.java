package io.dolake.storage.log;

import java.util.List;

/** Tells errors of the operating system that go away with more disk space from all others. */
public final class DiskFullErrors {
  /** ENOSPC, EDQUOT and EFBIG, as the C library and hence Java and LMDB put them. */
  private static final List<String> MESSAGES =
      List.of("No space left", "quota exceeded", "File too large");

  private DiskFullErrors() {}

  /** Whether the disk, the quota or the limit of a file's size is used up. */
  public static boolean isDiskFull(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return MESSAGES.stream().anyMatch(message::contains);
  }
}
