package io.dolake.catalog.view;

import io.dolake.catalog.storage.MetadataFiles;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;

/** View metadata by the location of its file. */
public final class ViewMetadataStore {
  private final MetadataFiles files;

  public ViewMetadataStore(MetadataFiles files) {
    this.files = files;
  }

  /**
   * @throws org.apache.iceberg.exceptions.NotFoundException if the file is gone
   * @throws IllegalArgumentException if the file holds no view metadata
   */
  ViewMetadata load(String location) {
    String text = files.read(location);
    try {
      return ViewMetadataParser.fromJson(location, text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "Not a view metadata file: " + location + ": " + e.getMessage(), e);
    }
  }

  /** Writes changed metadata to a new file. */
  ViewMetadata write(ViewMetadata changed, String previousLocation) {
    String location = files.newLocation(changed.location(), changed.properties(), previousLocation);
    String json = ViewMetadataParser.toJson(changed);
    files.write(location, json.getBytes(StandardCharsets.UTF_8));
    return ViewMetadataParser.fromJson(location, json);
  }

  void deleteUnused(ViewMetadata metadata) {
    files.deleteUnused(metadata.metadataFileLocation());
  }
}
