package io.dolake.catalog.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dolake.catalog.storage.MetadataFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * Table metadata by the location of its file. A location is written once and never changes, so what
 * is cached is never stale, however many servers share the tables.
 */
public final class TableMetadataStore {
  /** Parsed metadata takes a few times the space of its JSON. */
  private static final int HEAP_BYTES_PER_JSON_BYTE = 4;

  private static final int TYPICAL_JSON_BYTES = 16 << 10;
  private static final JsonFactory JSON = new JsonFactory();

  private final MetadataFiles files;
  private final Cache<String, StoredTable> cache;

  /**
   * @param cacheBytes about how much heap cached metadata may take
   */
  public TableMetadataStore(MetadataFiles files, long cacheBytes) {
    this.files = files;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher(
                (String location, StoredTable table) ->
                    Math.multiplyExact(table.json().length, HEAP_BYTES_PER_JSON_BYTE))
            .executor(Runnable::run)
            .build();
  }

  /**
   * @throws org.apache.iceberg.exceptions.NotFoundException if the file is gone
   * @throws IllegalArgumentException if the file holds no table metadata
   */
  public StoredTable load(String location) {
    StoredTable cached = cache.getIfPresent(location);
    if (cached != null) {
      files.requireExistsIfLocal(location);
      return cached;
    }
    StoredTable loaded = parse(location);
    remember(loaded);
    return loaded;
  }

  private StoredTable parse(String location) {
    String text = files.read(location);
    TableMetadata metadata;
    try {
      metadata = TableMetadataParser.fromJson(location, text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Not a table metadata file: " + location + ": " + e.getMessage(), e);
    }
    return new StoredTable(metadata, jsonOf(metadata));
  }

  /** Writes changed metadata to a new file. It is not cached before {@link #remember}. */
  StoredTable write(TableMetadata changed, String previousLocation) {
    String location = files.newLocation(changed.location(), changed.properties(), previousLocation);
    byte[] json = jsonOf(changed);
    files.write(location, json);
    TableMetadata stored =
        TableMetadata.buildFrom(changed).discardChanges().withMetadataLocation(location).build();
    return new StoredTable(stored, json);
  }

  /**
   * Keeps metadata that will be the base of the next commit, in place of the versions before it:
   * nobody asks for those again, but they would fill the cache.
   */
  void remember(StoredTable table) {
    cache.put(table.location(), table);
    table.metadata().previousFiles().forEach(entry -> cache.invalidate(entry.file()));
  }

  void deleteUnused(StoredTable table) {
    files.deleteUnused(table.location());
  }

  private static byte[] jsonOf(TableMetadata metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_JSON_BYTES);
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      TableMetadataParser.toJson(metadata, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("Table metadata cannot be written as JSON", e);
    }
    return bytes.toByteArray();
  }
}
