package io.dolake.lake.schema;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * Partition specs as people write them: {@code day(created_at), bucket(16, id), truncate(4, name),
 * region}. Transforms are identity (a bare column name), bucket, truncate, year, month, day, hour.
 */
public final class PartitionText {
  /** One field after the other from the beginning, as long as there are some. */
  private static final Pattern CANONICAL_FIELDS = Pattern.compile("\\G\\w+(?:\\[\\d+\\])?:(\\d+);");

  private static final Pattern CANONICAL_TRANSFORM = Pattern.compile("(\\w+)(?:\\[(\\d+)\\])?");

  private static final String HINT =
      "Write terms such as day(created_at), bucket(16, id), truncate(4, name) or a column name.";

  private PartitionText() {}

  /**
   * The spec for a table; empty is unpartitioned. A name means the column that has it, or else the
   * one that had it last: so a spec goes with a column that is renamed, and goes on without one
   * that is dropped.
   *
   * @param versions of the table, the newest first
   * @param schema of the newest version
   * @throws DoLakeException CONFIGURATION_INVALID names the term that is wrong
   */
  static PartitionSpec parse(String text, Collection<TableDef> versions, Schema schema) {
    TableDef newest = versions.iterator().next();
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (String term : TransformTerm.split(text)) {
      TransformTerm parsed =
          TransformTerm.parse(term)
              .orElseThrow(() -> invalid(term, "is no partition transform", HINT));
      int fieldId =
          LakeColumns.lastNamed(parsed.column(), versions)
              .orElseThrow(
                  () ->
                      invalid(
                          term,
                          "names no column of " + newest.schema() + "." + newest.name(),
                          LakeColumns.hintFor(parsed.column(), newest)));
      Types.NestedField field = schema.findField(fieldId);
      if (field != null) {
        add(spec, parsed, field, term);
      }
    }
    return spec.build();
  }

  private static void add(
      PartitionSpec.Builder spec, TransformTerm parsed, Types.NestedField field, String term) {
    try {
      add(spec, parsed.transform(), parsed.width(), field.name(), term);
    } catch (DoLakeException e) {
      throw e;
    } catch (RuntimeException e) {
      throw invalid(term, "cannot partition by a column of type " + field.type(), HINT);
    }
  }

  private static void add(
      PartitionSpec.Builder spec, String transform, String width, String column, String term) {
    if (transform == null) {
      spec.identity(column);
      return;
    }
    switch (transform.toLowerCase(Locale.ROOT)) {
      case "bucket" -> spec.bucket(column, widthOf(width, term));
      case "truncate" -> spec.truncate(column, widthOf(width, term));
      case "year" -> spec.year(column);
      case "month" -> spec.month(column);
      case "day" -> spec.day(column);
      case "hour" -> spec.hour(column);
      default -> throw invalid(term, "has an unknown transform", HINT);
    }
  }

  private static int widthOf(String width, String term) {
    if (width == null) {
      throw invalid(term, "needs a number, as in bucket(16, id)", HINT);
    }
    return Integer.parseInt(width);
  }

  /** The spec of which {@link #canonical} is the text; empty if a column of it is not there. */
  public static Optional<PartitionSpec> ofCanonical(String text, Schema schema) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (String field : text.split(";")) {
      int colon = field.indexOf(':');
      if (colon < 0) {
        continue; // the empty text of no partitioning
      }
      String column = schema.findColumnName(Integer.parseInt(field.substring(colon + 1)));
      if (column == null) {
        return Optional.empty();
      }
      Matcher transform = CANONICAL_TRANSFORM.matcher(field.substring(0, colon));
      if (!transform.matches()) {
        throw new IllegalArgumentException("no partition transform: " + field);
      }
      String name = transform.group(1);
      add(spec, name.equals("identity") ? null : name, transform.group(2), column, field);
    }
    return Optional.of(spec.build());
  }

  /** A spec without the columns that a schema does not have. */
  public static PartitionSpec within(Schema schema, PartitionSpec spec) {
    String kept =
        spec.fields().stream()
            .filter(field -> schema.findField(field.sourceId()) != null)
            .map(PartitionText::canonical)
            .collect(Collectors.joining());
    return ofCanonical(kept, schema).orElseThrow();
  }

  /**
   * Text that two specs share exactly if they partition alike, whatever their ids: transform and
   * column id of each field.
   */
  public static String canonical(PartitionSpec spec) {
    return spec.fields().stream().map(PartitionText::canonical).collect(Collectors.joining());
  }

  /** Whether a text that begins with a spec's {@link #canonical} one names a column of the spec. */
  public static boolean names(String text, int columnId) {
    Matcher fields = CANONICAL_FIELDS.matcher(text);
    String wanted = Integer.toString(columnId);
    while (fields.find()) {
      if (fields.group(1).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String canonical(PartitionField field) {
    return field.transform() + ":" + field.sourceId() + ";";
  }

  private static DoLakeException invalid(String term, String why, String hint) {
    return new DoLakeException(
        ErrorCode.CONFIGURATION_INVALID, "partition term '" + term.trim() + "' " + why, hint);
  }
}
