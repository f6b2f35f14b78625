package io.dolake.cli.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.io.FileIO;

/**
 * Local paths for the lake's files. Files of a local warehouse are read where they lie; those of an
 * object store are fetched once into a directory that goes with the process. Used by one thread.
 */
final class LocalFiles {
  private final Map<String, Path> fetched = new HashMap<>();
  private Path directory;

  String localPath(FileIO io, String location) {
    if (location.startsWith("/")) {
      return location;
    }
    if (location.startsWith("file:")) {
      return URI.create(location).getPath();
    }
    return fetched.computeIfAbsent(location, missing -> fetch(io, missing)).toString();
  }

  private Path fetch(FileIO io, String location) {
    try {
      if (directory == null) {
        directory = Files.createTempDirectory("dolake-lake-files-");
        directory.toFile().deleteOnExit();
      }
      Path target = directory.resolve(fetched.size() + ".parquet");
      try (InputStream in = io.newInputFile(location).newStream()) {
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
      target.toFile().deleteOnExit();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
