package io.dolake.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that earlier runs of the embedded job left behind. */
public final class Checkpoints {
  private static final String METADATA = "_metadata";

  private final Path directory;

  public Checkpoints(Path directory) {
    this.directory = directory;
  }

  /**
   * The newest complete checkpoint: the one to go on from. Flink writes the metadata file last and
   * moves it into place, so that a checkpoint which has one is whole.
   */
  public Optional<Path> newest() {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    // <directory>/<job id>/chk-<n>/_metadata
    try (Stream<Path> files = Files.walk(directory, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .max(Comparator.comparing(Checkpoints::modified))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
