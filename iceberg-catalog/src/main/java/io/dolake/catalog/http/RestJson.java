package io.dolake.catalog.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTSerializers;

/** Requests and responses of the Iceberg REST specification as JSON. */
public final class RestJson {
  private static final ObjectMapper MAPPER = mapper();

  private RestJson() {}

  private static ObjectMapper mapper() {
    // Field names come from clients, so they are not interned.
    JsonFactory factory =
        new JsonFactoryBuilder().configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false).build();
    ObjectMapper mapper = new ObjectMapper(factory);
    mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    mapper.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
    RESTSerializers.registerAll(mapper);
    return mapper;
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads and validates a request.
   *
   * @throws BadRequestException if the bytes are not JSON, or not such a request
   */
  public static <T extends RESTRequest> T read(byte[] body, Class<T> type) {
    T request = parse(body, type);
    try {
      request.validate();
      return request;
    } catch (RuntimeException e) {
      throw malformed(e);
    }
  }

  private static <T> T parse(byte[] body, Class<T> type) {
    if (body.length == 0) {
      throw new BadRequestException("The request's body is empty");
    }
    try (JsonParser parser = MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRequestException("The request's body is not a JSON object");
      }
      T request = MAPPER.readValue(parser, type);
      if (parser.nextToken() != null) {
        throw new BadRequestException("Something follows the request's JSON value");
      }
      return request;
    } catch (JsonProcessingException e) {
      // Without the source, which would repeat part of the body.
      throw new BadRequestException(e, "Invalid JSON: %s", e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BadRequestException e) {
      throw e;
    } catch (RuntimeException e) {
      throw malformed(e);
    }
  }

  private static BadRequestException malformed(RuntimeException e) {
    return new BadRequestException(e, "%s", e.getMessage());
  }
}
