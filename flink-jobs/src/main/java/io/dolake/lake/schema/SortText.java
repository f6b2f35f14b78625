package io.dolake.lake.schema;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;

/**
 * Sort orders as people write them: {@code region, day(created_at) desc nulls last, bucket(16,
 * id)}. Terms are those of partition specs; {@code asc} and what Iceberg has for NULL (first when
 * ascending, last when descending) need not be said.
 */
public final class SortText {
  private static final Pattern SORTED =
      Pattern.compile(
          "\\s*(.+?)(?:\\s+(asc|desc))?(?:\\s+nulls\\s+(first|last))?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Set<String> WITH_WIDTH = Set.of("bucket", "truncate");
  private static final Set<String> WITHOUT_WIDTH = Set.of("year", "month", "day", "hour");

  private static final String NULLS_FIRST = NullOrder.NULLS_FIRST.toString();

  private static final String HINT =
      "Write terms such as region, created_at desc, day(created_at) desc nulls first or"
          + " bucket(16, id).";

  private SortText() {}

  /** A term with its direction, as written. */
  private record SortTerm(String text, TransformTerm term, String direction, String nulls) {
    static SortTerm parse(String text) {
      Matcher matcher = SORTED.matcher(text);
      if (!matcher.matches()) {
        throw invalid(text, "is empty", HINT);
      }
      TransformTerm term =
          TransformTerm.parse(matcher.group(1))
              .orElseThrow(() -> invalid(text, "is no sort term", HINT));
      SortTerm sorted = new SortTerm(text, term, matcher.group(2), matcher.group(3));
      sorted.checkTransform();
      return sorted;
    }

    private void checkTransform() {
      if (term.transform() == null) {
        return;
      }
      String name = term.transform().toLowerCase(Locale.ROOT);
      if (WITH_WIDTH.contains(name)) {
        require(term.width() != null, "needs a number, as in bucket(16, id)");
      } else {
        require(WITHOUT_WIDTH.contains(name), "has an unknown transform");
        require(term.width() == null, "has a number too many");
      }
    }

    private void require(boolean holds, String why) {
      if (!holds) {
        throw invalid(text, why, HINT);
      }
    }

    /** The function of the term, as Iceberg calls it. */
    String transform() {
      if (term.transform() == null) {
        return "identity";
      }
      String name = term.transform().toLowerCase(Locale.ROOT);
      return term.width() == null ? name : name + "[" + term.width() + "]";
    }

    SortDirection sortDirection() {
      return "desc".equalsIgnoreCase(direction) ? SortDirection.DESC : SortDirection.ASC;
    }

    NullOrder nullOrder() {
      if (nulls == null) {
        return sortDirection() == SortDirection.ASC ? NullOrder.NULLS_FIRST : NullOrder.NULLS_LAST;
      }
      return nulls.equalsIgnoreCase("first") ? NullOrder.NULLS_FIRST : NullOrder.NULLS_LAST;
    }
  }

  private static List<SortTerm> terms(String text) {
    return TransformTerm.split(text).stream().map(SortTerm::parse).toList();
  }

  /** Looks at everything that can be seen without the table; CONFIGURATION_INVALID if it is bad. */
  public static void check(String text) {
    Set<String> seen = new HashSet<>();
    for (SortTerm term : terms(text)) {
      String what = term.transform() + " " + term.term().column().toLowerCase(Locale.ROOT);
      if (!seen.add(what)) {
        throw invalid(term.text(), "comes twice", "Name it once, where it counts most.");
      }
    }
  }

  /**
   * The order for a table. A name means the column that has it, or else the one that had it last:
   * so an order goes with a column that is renamed, and goes on without one that is dropped.
   *
   * @param versions of the table, the newest first
   * @param schema of the newest version
   * @throws DoLakeException CONFIGURATION_INVALID names the term that is wrong
   */
  static SortOrder parse(String text, Collection<TableDef> versions, Schema schema) {
    TableDef newest = versions.iterator().next();
    SortOrder.Builder order = SortOrder.builderFor(schema);
    for (SortTerm term : terms(text)) {
      int fieldId =
          LakeColumns.lastNamed(term.term().column(), versions)
              .orElseThrow(() -> unknown(term, newest));
      if (schema.findField(fieldId) != null) {
        add(order, schema, term, fieldId);
      }
    }
    return order.build();
  }

  private static void add(SortOrder.Builder order, Schema schema, SortTerm term, int fieldId) {
    Type type = schema.findType(fieldId);
    if (!Transforms.fromString(term.transform()).canTransform(type)) {
      throw invalid(term.text(), "cannot sort by a column of type " + type, HINT);
    }
    addField(order, schema, term.transform(), fieldId, term.sortDirection(), term.nullOrder());
  }

  private static void addField(
      SortOrder.Builder order,
      Schema schema,
      String transform,
      int fieldId,
      SortDirection direction,
      NullOrder nulls) {
    order.sortBy(
        Expressions.transform(schema.findColumnName(fieldId), Transforms.fromString(transform)),
        direction,
        nulls);
  }

  /**
   * Text that two orders share exactly if they sort alike, whatever their ids: transform, column
   * id, direction and place of NULL of each field; empty for no order.
   */
  public static String canonical(SortOrder order) {
    StringBuilder text = new StringBuilder();
    for (SortField field : order.fields()) {
      text.append(field.transform()).append(':').append(field.sourceId());
      text.append(':').append(field.direction()).append(':').append(field.nullOrder()).append(';');
    }
    return text.toString();
  }

  /** The order of which {@link #canonical} is the text; empty if a column of it is gone. */
  public static Optional<SortOrder> ofCanonical(String text, Schema schema) {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    for (String field : text.split(";")) {
      String[] parts = field.split(":");
      int fieldId = Integer.parseInt(parts[1]);
      if (schema.findField(fieldId) == null) {
        return Optional.empty();
      }
      addField(
          order,
          schema,
          parts[0],
          fieldId,
          SortDirection.fromString(parts[2]),
          NULLS_FIRST.equals(parts[3]) ? NullOrder.NULLS_FIRST : NullOrder.NULLS_LAST);
    }
    return Optional.of(order.build());
  }

  /** An order without the columns that a schema does not have. */
  public static SortOrder within(Schema schema, SortOrder order) {
    SortOrder.Builder kept = SortOrder.builderFor(schema);
    for (SortField field : order.fields()) {
      if (schema.findField(field.sourceId()) != null) {
        addField(
            kept,
            schema,
            field.transform().toString(),
            field.sourceId(),
            field.direction(),
            field.nullOrder());
      }
    }
    return kept.build();
  }

  private static DoLakeException unknown(SortTerm term, TableDef table) {
    return invalid(
        term.text(),
        "names no column of " + table.schema() + "." + table.name(),
        LakeColumns.hintFor(term.term().column(), table));
  }

  private static DoLakeException invalid(String term, String why, String hint) {
    return new DoLakeException(
        ErrorCode.CONFIGURATION_INVALID, "sort term '" + term.trim() + "' " + why, hint);
  }
}
