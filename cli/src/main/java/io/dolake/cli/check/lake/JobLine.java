package io.dolake.cli.check.lake;

import java.nio.file.Path;

/**
 * What jobs that go on from each other share; a job that begins anew has others.
 *
 * @param slot keeps the log
 * @param checkpoints directory of the checkpoints
 */
record JobLine(String slot, Path checkpoints) {
  static JobLine numbered(int number, Path directory) {
    return new JobLine("lake-" + number, directory.resolve("line-" + number));
  }
}
