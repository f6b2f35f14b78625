package io.dolake.catalog.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Files of the local file system, named by {@code file:} URIs or absolute paths.
 *
 * <p>A file is on the disk when its output stream has been closed: the catalog never commits a
 * reference to a metadata file that a power cut could still take away.
 */
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  @Override
  public InputFile newInputFile(String location) {
    return org.apache.iceberg.Files.localInput(pathOf(location).toFile());
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutputFile(location, pathOf(location));
  }

  /** Deletes a file; one that does not exist is deleted already. */
  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(pathOf(location));
    } catch (NoSuchFileException e) {
      // A directory on the way is missing: the file is gone as well.
      return;
    } catch (IOException e) {
      throw new RuntimeIOException(e, "Failed to delete file: %s", location);
    }
  }

  /**
   * @throws IllegalArgumentException if the location is not a local, absolute path
   */
  static Path pathOf(String location) {
    String path = location;
    if (location.startsWith("file:")) {
      path = location.substring("file:".length());
      if (path.startsWith("//")) {
        int slash = path.indexOf('/', 2);
        if (slash != 2 && !path.startsWith("//localhost/")) {
          throw new IllegalArgumentException("Not a local file: " + location);
        }
        path = path.substring(slash);
      }
    } else if (URI_SCHEME.matcher(location).lookingAt()) {
      throw new IllegalArgumentException("Not a local file: " + location);
    }
    Path result = Path.of(path);
    if (!result.isAbsolute()) {
      throw new IllegalArgumentException("Not an absolute path: " + location);
    }
    return result;
  }

  /** The URI of a local directory, without a slash at the end. */
  public static String uriOf(Path directory) {
    URI uri = directory.toAbsolutePath().normalize().toUri();
    String text = "file://" + uri.getPath();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
