package io.dolake.common.row;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Avro schemas of stored rows, as JSON: with one of them any Avro library reads a row's bytes after
 * its schema version. Column ids are in the property {@code column-id}, original names in {@code
 * column-name} where Avro's rules for names forbid them.
 */
public final class AvroSchemas {
  private static final String UUID_TYPE = "dolake_uuid";

  private AvroSchemas() {}

  /** The record schema of a version of a table. */
  public static String of(TableDef table) {
    StringBuilder json = new StringBuilder(256);
    json.append("{\"type\":\"record\",\"name\":");
    appendQuoted(json, avroName(table.name()));
    json.append(",\"namespace\":");
    appendQuoted(json, "dolake." + avroName(table.schema()));
    json.append(",\"table-id\":").append(table.id().value());
    json.append(",\"schema-version\":").append(table.schemaVersion());
    json.append(",\"fields\":[");
    List<String> names = fieldNames(table);
    boolean uuidDefined = false;
    for (int i = 0; i < names.size(); i++) {
      ColumnDef column = table.columns().get(i);
      json.append(i == 0 ? "" : ",").append("{\"name\":");
      appendQuoted(json, names.get(i));
      json.append(",\"type\":").append(union(column.type(), uuidDefined));
      uuidDefined |= column.type().kind() == TypeKind.UUID;
      json.append(",\"default\":null,\"column-id\":").append(column.id());
      if (!names.get(i).equals(column.name())) {
        json.append(",\"column-name\":");
        appendQuoted(json, column.name());
      }
      json.append('}');
    }
    return json.append("]}").toString();
  }

  private static String union(ColumnType type, boolean uuidDefined) {
    return switch (type.kind()) {
      case BOOLEAN -> "[\"null\",\"boolean\"]";
      case INTEGER -> "[\"null\",\"long\"]";
      case REAL -> "[\"null\",\"double\"]";
      case TEXT, JSON -> "[\"null\",\"string\"]";
      case BLOB -> "[\"null\",\"bytes\"]";
      case DATE -> logical("int", "date");
      case TIME -> logical("long", "time-micros");
      case TIMESTAMP -> logical("long", "local-timestamp-micros");
      case TIMESTAMPTZ -> logical("long", "timestamp-micros");
      case DECIMAL ->
          "[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":"
              + type.precision()
              + ",\"scale\":"
              + type.scale()
              + "}]";
      case UUID ->
          uuidDefined
              ? "[\"null\",\"dolake." + UUID_TYPE + "\"]"
              : "[\"null\",{\"type\":\"fixed\",\"name\":\""
                  + UUID_TYPE
                  + "\",\"namespace\":\"dolake\",\"size\":16,\"logicalType\":\"uuid\"}]";
      case ANY -> "[\"null\",\"boolean\",\"long\",\"double\",\"string\",\"bytes\"]";
    };
  }

  private static String logical(String type, String logicalType) {
    return "[\"null\",{\"type\":\"" + type + "\",\"logicalType\":\"" + logicalType + "\"}]";
  }

  /**
   * Names Avro accepts, unique within the record; a column's id is added where they would not be.
   */
  private static List<String> fieldNames(TableDef table) {
    Set<String> taken = new HashSet<>();
    return table.columns().stream()
        .map(
            column -> {
              String name = avroName(column.name());
              boolean kept = name.equals(column.name()) && taken.add(name);
              if (!kept) {
                name = name + "_" + column.id();
                while (!taken.add(name)) {
                  name = name + "_";
                }
              }
              return name;
            })
        .toList();
  }

  private static String avroName(String name) {
    String cleaned = name.replaceAll("[^A-Za-z0-9_]", "_");
    return cleaned.isEmpty() || Character.isDigit(cleaned.charAt(0)) ? "_" + cleaned : cleaned;
  }

  private static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
