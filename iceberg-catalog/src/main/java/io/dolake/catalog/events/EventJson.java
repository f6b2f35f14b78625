package io.dolake.catalog.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dolake.catalog.store.EventRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Events as the stream tells them; docs/catalog.md describes the fields. */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  static String of(EventRow event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeNumberField("event-id", event.eventId());
      generator.writeStringField(
          "occurred-at", Instant.ofEpochMilli(event.occurredAtMillis()).toString());
      generator.writeStringField("principal", event.principal());
      generator.writeStringField("operation", event.operation());
      generator.writeFieldName("changes");
      generator.writeRawValue(event.changesJson());
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
