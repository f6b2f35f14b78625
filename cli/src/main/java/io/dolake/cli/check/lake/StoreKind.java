package io.dolake.cli.check.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** Kinds of stores that a lane may keep the lake's files in. */
enum StoreKind {
  FILE,
  S3;

  private static final String MIXED = "mixed";

  /**
   * The store of a lane.
   *
   * @param option what was asked for: one kind, or {@code mixed} for both in turn
   * @param lane number of the lane
   * @param seed decides which kind is the first of {@code mixed}
   */
  static StoreKind of(String option, int lane, long seed) {
    return switch (option) {
      case "file" -> FILE;
      case "s3" -> S3;
      case MIXED -> Math.floorMod(seed + lane, 2) == 0 ? S3 : FILE;
      default ->
          throw new DoLakeException(
              ErrorCode.INVALID_PARAMETER,
              "--store " + option + " is not known",
              "Use file, s3 or mixed.");
    };
  }
}
