package io.dolake.catalog.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dolake.catalog.http.Answer;
import io.dolake.catalog.table.StoredTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.CredentialParser;

/**
 * Writes the specification's LoadTableResult around metadata that is JSON already, so that a
 * table's metadata is turned into JSON once for its file and all answers.
 */
final class TableAnswers {
  private static final JsonFactory JSON = new JsonFactory();

  private TableAnswers() {}

  /** A table as it is stored. */
  static byte[] body(StoredTable table, Map<String, String> config, List<Credential> credentials) {
    return write(table.location(), table.json(), config, credentials);
  }

  /** Metadata that is not, or not in this form, in any file. */
  static byte[] body(
      TableMetadata metadata, Map<String, String> config, List<Credential> credentials) {
    return write(
        metadata.metadataFileLocation(),
        TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8),
        config,
        credentials);
  }

  static Answer answer(byte[] body) {
    return Answer.json(200, body);
  }

  private static byte[] write(
      String location, byte[] json, Map<String, String> config, List<Credential> credentials) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length + 512);
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      generator.writeStartObject();
      if (location != null) {
        generator.writeStringField("metadata-location", location);
      }
      generator.writeFieldName("metadata");
      // The generator takes the empty raw value for the metadata, which then goes right behind it.
      generator.writeRawValue("");
      generator.flush();
      bytes.write(json);
      generator.writeObjectFieldStart("config");
      for (Map.Entry<String, String> entry : config.entrySet()) {
        generator.writeStringField(entry.getKey(), entry.getValue());
      }
      generator.writeEndObject();
      if (!credentials.isEmpty()) {
        generator.writeArrayFieldStart("storage-credentials");
        for (Credential credential : credentials) {
          CredentialParser.toJson(credential, generator);
        }
        generator.writeEndArray();
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
