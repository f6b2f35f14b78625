package io.dolake.lake.schema;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.Locale;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * Partition specs as people write them: {@code day(created_at), bucket(16, id), truncate(4, name),
 * region}. Transforms are identity (a bare column name), bucket, truncate, year, month, day, hour.
 */
public final class PartitionText {
  private PartitionText() {}

  /** Parses a spec; CONFIGURATION_INVALID names the term that is wrong. Empty is unpartitioned. */
  public static PartitionSpec parse(String text, Schema schema) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (String term : TransformTerm.split(text)) {
      TransformTerm parsed =
          TransformTerm.parse(term).orElseThrow(() -> invalid(term, "is no partition transform"));
      Types.NestedField field = schema.caseInsensitiveFindField(parsed.column());
      if (field == null) {
        throw invalid(term, "names no column of the table");
      }
      try {
        add(spec, parsed.transform(), parsed.width(), field.name(), term);
      } catch (RuntimeException e) {
        if (e instanceof DoLakeException) {
          throw e;
        }
        throw invalid(term, "cannot partition by a column of type " + field.type());
      }
    }
    return spec.build();
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
      default -> throw invalid(term, "has an unknown transform");
    }
  }

  private static int widthOf(String width, String term) {
    if (width == null) {
      throw invalid(term, "needs a number, as in bucket(16, id)");
    }
    return Integer.parseInt(width);
  }

  /**
   * Text that two specs share exactly if they partition alike, whatever their ids: transform and
   * column id of each field.
   */
  public static String canonical(PartitionSpec spec) {
    StringBuilder text = new StringBuilder();
    for (PartitionField field : spec.fields()) {
      text.append(field.transform()).append(':').append(field.sourceId()).append(';');
    }
    return text.toString();
  }

  private static DoLakeException invalid(String term, String why) {
    return new DoLakeException(
        ErrorCode.CONFIGURATION_INVALID,
        "partition term '" + term.trim() + "' " + why,
        "Write terms such as day(created_at), bucket(16, id), truncate(4, name) or a column name.");
  }
}
