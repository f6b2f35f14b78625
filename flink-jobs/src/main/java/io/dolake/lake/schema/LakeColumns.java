package io.dolake.lake.schema;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.NearestName;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.type.TypeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The Iceberg schema of a table. Field ids are the database's column ids, so that a renamed column
 * stays the same column in every file ever written. Primary key columns are the identifier fields,
 * unless one of them may be NULL or is a REAL, which Iceberg does not allow. The hidden rowid of a
 * table without a declared key is a column {@code _rowid}. Generated columns that are not stored
 * have no value in the log and are left out.
 */
public final class LakeColumns {
  private static final String ROW_ID = "_rowid";

  private LakeColumns() {}

  public static Schema icebergSchema(TableDef table) {
    List<Types.NestedField> fields = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      if (isInLake(column)) {
        fields.add(field(table, column));
      }
    }
    return new Schema(fields, identifierIds(table));
  }

  /** A schema that does not say of some fields what rows written before them have in them. */
  public static Schema withoutDefaults(
      Schema schema, Predicate<Types.NestedField> fieldsConcerned) {
    List<Types.NestedField> fields = new ArrayList<>();
    for (Types.NestedField field : schema.columns()) {
      fields.add(fieldsConcerned.test(field) ? withoutDefault(field) : field);
    }
    return new Schema(fields, schema.identifierFieldIds());
  }

  private static Types.NestedField withoutDefault(Types.NestedField field) {
    return Types.NestedField.from(field)
        .withInitialDefault((Literal<?>) null)
        .withWriteDefault((Literal<?>) null)
        .build();
  }

  /** Whether a row's key can be told by what the lake keeps of the row. */
  public static boolean tellKeys(TableDef table) {
    KeyCodec keys = KeyCodec.forTable(table);
    for (int i = 0; i < keys.size(); i++) {
      if (keys.part(i).type().kind() == TypeKind.ANY) {
        return false;
      }
    }
    return true;
  }

  public static boolean isInLake(ColumnDef column) {
    return column.generatedExpression() == null || column.storedGenerated();
  }

  /** Name of a column in the lake: as declared, but for the hidden rowid. */
  public static String lakeName(TableDef table, ColumnDef column) {
    if (!column.hidden()) {
      return column.name();
    }
    StringBuilder name = new StringBuilder(ROW_ID);
    while (isDeclared(table, name.toString())) {
      name.append('_');
    }
    return name.toString();
  }

  /**
   * Id of the lake's column that a configuration means by a name: of the one that has it, or else
   * of the one that had it last, so that what is configured goes with a column that is renamed.
   *
   * @param versions of the table, the newest first
   * @return empty if no column ever had the name; it may belong to a column that is gone
   */
  static OptionalInt lastNamed(String name, Collection<TableDef> versions) {
    for (TableDef version : versions) {
      for (ColumnDef column : version.columns()) {
        if (isInLake(column) && lakeName(version, column).equalsIgnoreCase(name)) {
          return OptionalInt.of(column.id());
        }
      }
    }
    return OptionalInt.empty();
  }

  /** What to say to a name that {@link #lastNamed} does not find. */
  static String hintFor(String name, TableDef table) {
    List<String> names =
        table.columns().stream()
            .filter(LakeColumns::isInLake)
            .map(column -> lakeName(table, column))
            .toList();
    String nearest = NearestName.hint(name, names);
    return nearest != null ? nearest : "Its columns are " + String.join(", ", names) + ".";
  }

  private static boolean isDeclared(TableDef table, String name) {
    return table.columns().stream().anyMatch(c -> !c.hidden() && c.name().equalsIgnoreCase(name));
  }

  private static Types.NestedField field(TableDef table, ColumnDef column) {
    Type type = LakeTypes.icebergType(column.type());
    String name = lakeName(table, column);
    Types.NestedField.Builder field =
        isRequired(table, column)
            ? Types.NestedField.required(name)
            : Types.NestedField.optional(name);
    field.withId(column.id()).ofType(type);
    if (!column.comment().isEmpty()) {
      field.withDoc(column.comment());
    }
    if (column.initialDefault() != null) {
      Object value = LakeTypes.icebergValue(column.type(), column.initialDefault());
      Literal<?> literal = literal(value, type);
      field.withInitialDefault(literal).withWriteDefault(literal);
    }
    return field.build();
  }

  private static Literal<?> literal(Object value, Type type) {
    if (value instanceof Long number) {
      return type.typeId() == Type.TypeID.LONG ? Literal.of(number) : Literal.of(number).to(type);
    }
    if (value instanceof Integer days) {
      return Literal.of(days.intValue()).to(type);
    }
    if (value instanceof java.nio.ByteBuffer bytes) {
      return Literal.of(bytes);
    }
    if (value instanceof java.math.BigDecimal decimal) {
      return Literal.of(decimal);
    }
    if (value instanceof java.util.UUID uuid) {
      return Literal.of(uuid);
    }
    if (value instanceof Double number) {
      return Literal.of(number.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return Literal.of(flag.booleanValue());
    }
    return Literal.of((CharSequence) value);
  }

  /**
   * Rows written before a column became NOT NULL may lack it, so only keys and columns that every
   * row of the table's life has had, are required.
   */
  private static boolean isRequired(TableDef table, ColumnDef column) {
    return !column.nullable()
        && table.primaryKey().stream().anyMatch(part -> part.columnId() == column.id());
  }

  private static Set<Integer> identifierIds(TableDef table) {
    Set<Integer> ids = new HashSet<>();
    for (KeyColumn part : table.primaryKey()) {
      ColumnDef column = table.columns().get(table.ordinalOf(part.columnId()));
      if (column.nullable() || !LakeTypes.canIdentify(column.type())) {
        return Set.of();
      }
      ids.add(column.id());
    }
    return ids;
  }
}
