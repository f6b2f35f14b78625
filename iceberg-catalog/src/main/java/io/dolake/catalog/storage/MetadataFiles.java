package io.dolake.catalog.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.LocationUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata files as bytes of JSON: names, compression, reading and writing.
 *
 * <p>Every file gets a name of its own and is complete before anything refers to it, so a reader
 * never sees half of one and a crash leaves at worst a file nobody knows.
 */
public final class MetadataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(MetadataFiles.class);

  /** A metadata file larger than this is not read into memory. */
  private static final int MAX_FILE_BYTES = 256 << 20;

  private final FileIO io;

  public MetadataFiles(FileIO io) {
    this.io = io;
  }

  public FileIO io() {
    return io;
  }

  /**
   * A new, unique name for the metadata file that follows {@code previousLocation}.
   *
   * @param location the table's or view's location
   * @param properties the table's or view's properties, which may choose a folder and compression
   * @param previousLocation the current metadata file, or null for the first
   */
  public String newLocation(
      String location, Map<String, String> properties, String previousLocation) {
    String folder = properties.get(TableProperties.WRITE_METADATA_LOCATION);
    if (folder == null) {
      folder = LocationUtil.stripTrailingSlash(location) + "/metadata";
    }
    String codec =
        properties.getOrDefault(
            TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT);
    return String.format(
        Locale.ROOT,
        "%s/%05d-%s%s",
        LocationUtil.stripTrailingSlash(folder),
        previousLocation == null ? 0 : versionOf(previousLocation) + 1,
        UUID.randomUUID(),
        TableMetadataParser.getFileExtension(codec));
  }

  /**
   * Writes a complete file.
   *
   * @throws ServiceUnavailableException if the file store refuses; nothing refers to the file
   */
  public void write(String location, byte[] json) {
    try (OutputStream out = io.newOutputFile(location).createOrOverwrite()) {
      out.write(isCompressed(location) ? compress(json) : json);
    } catch (IOException | RuntimeException e) {
      throw new ServiceUnavailableException(
          e, "Cannot write metadata file %s: %s", location, e.getMessage());
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws NotFoundException if there is no such file
   * @throws ServiceUnavailableException if the file store refuses
   */
  public String read(String location) {
    try (InputStream in = io.newInputFile(location).newStream()) {
      byte[] bytes = readLimited(isCompressed(location) ? new GZIPInputStream(in) : in, location);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NotFoundException e) {
      throw new NotFoundException(e, "Failed to open input stream for file: %s", location);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ServiceUnavailableException(
          e, "Cannot read metadata file %s: %s", location, e.getMessage());
    }
  }

  /**
   * Checks that a file whose content is known from the cache is still there, where that costs next
   * to nothing: a table whose local warehouse was deleted should be reported as such.
   *
   * @throws NotFoundException if there is no such file
   */
  public void requireExistsIfLocal(String location) {
    if (io instanceof LocalFileIO && !io.newInputFile(location).exists()) {
      throw new NotFoundException("Failed to open input stream for file: %s", location);
    }
  }

  /** Deletes a file that nothing refers to. A failure leaves an unused file and is only logged. */
  public void deleteUnused(String location) {
    try {
      io.deleteFile(location);
    } catch (RuntimeException e) {
      LOG.warn("could not delete unused metadata file: location={}", location, e);
    }
  }

  private static byte[] readLimited(InputStream in, String location) throws IOException {
    byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IllegalArgumentException(
          "Metadata file is larger than " + MAX_FILE_BYTES + " bytes: " + location);
    }
    return bytes;
  }

  private static boolean isCompressed(String location) {
    return location.endsWith(".gz.metadata.json") || location.endsWith(".metadata.json.gz");
  }

  private static byte[] compress(byte[] json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json);
    }
    return bytes.toByteArray();
  }

  /** The number a metadata file's name starts with, or -1 if it was not named by a catalog. */
  private static int versionOf(String location) {
    String name = location.substring(location.lastIndexOf('/') + 1);
    int dash = name.indexOf('-');
    try {
      return dash <= 0 ? -1 : Integer.parseInt(name.substring(0, dash));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
