package io.dolake.sql.sequence;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.temp.TempDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A sequence by name: one that was created, or the counter of a column that draws numbers.
 *
 * @param table the sequence's own table, or the table whose counter it is
 * @param column the column that draws numbers; null for a sequence that was created
 */
public record SequenceRelation(TableDef table, ColumnDef column) {
  private static final String SUFFIX = "_seq";

  /** What the counter of a table does. */
  private static final SequenceDef COUNTER =
      new SequenceDef("bigint", 1, 1, 1, Long.MAX_VALUE, 1, false, null);

  /** In one schema; one that was created hides a column's. */
  public static Optional<SequenceRelation> find(Catalog catalog, String schema, String name) {
    String ownName = Schemas.canonical(schema);
    return catalog
        .sequence(ownName, name)
        .map(sequence -> new SequenceRelation(sequence, null))
        .or(() -> findCounter(catalog, ownName, name));
  }

  /** In the first schema of a path that has it. */
  public static Optional<SequenceRelation> find(
      Catalog catalog, QualifiedName name, List<String> searchPath) {
    List<String> schemas = name.schema() == null ? searchPath : List.of(name.schema());
    for (String schema : schemas) {
      Optional<SequenceRelation> found = find(catalog, schema, name.name());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** {@code table_column_seq}, where either name may have an underscore. */
  private static Optional<SequenceRelation> findCounter(
      Catalog catalog, String schema, String name) {
    if (!name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String stem = name.substring(0, name.length() - SUFFIX.length());
    for (int at = stem.indexOf('_'); at > 0; at = stem.indexOf('_', at + 1)) {
      Optional<TableDef> table = catalog.table(schema, stem.substring(0, at));
      int ordinal = table.isEmpty() ? -1 : table.get().ordinalOf(stem.substring(at + 1));
      if (ordinal >= 0 && draws(table.get(), table.get().columns().get(ordinal))) {
        return Optional.of(new SequenceRelation(table.get(), table.get().columns().get(ordinal)));
      }
    }
    return Optional.empty();
  }

  private static boolean draws(TableDef table, ColumnDef column) {
    return column.autoIncrement() && !TempDatabase.isTemporary(table.id());
  }

  /** The sequence that a column owns: one that says so, else its counter. */
  public static Optional<SequenceRelation> ofColumn(
      Catalog catalog, TableDef table, ColumnDef column) {
    SequenceDef.Owner owner = new SequenceDef.Owner(table.id().value(), column.id());
    for (TableDef sequence : catalog.sequences()) {
      if (owner.equals(sequence.sequence().owner())) {
        return Optional.of(new SequenceRelation(sequence, null));
      }
    }
    return counterOf(catalog, table, column);
  }

  /** Not if a sequence that was created has its name. */
  private static Optional<SequenceRelation> counterOf(
      Catalog catalog, TableDef table, ColumnDef column) {
    SequenceRelation counter = new SequenceRelation(table, column);
    return draws(table, column) && catalog.sequence(table.schema(), counter.name()).isEmpty()
        ? Optional.of(counter)
        : Optional.empty();
  }

  public static List<SequenceRelation> all(Catalog catalog) {
    List<SequenceRelation> all = new ArrayList<>();
    catalog.sequences().forEach(sequence -> all.add(new SequenceRelation(sequence, null)));
    for (TableDef table : catalog.tables()) {
      for (ColumnDef column : table.columns()) {
        counterOf(catalog, table, column).ifPresent(all::add);
      }
    }
    return all;
  }

  public boolean isCounter() {
    return column != null;
  }

  public String schema() {
    return table.schema();
  }

  public String name() {
    return isCounter() ? table.name() + '_' + column.name() + SUFFIX : table.name();
  }

  public SequenceDef definition() {
    return isCounter() ? COUNTER : table.sequence();
  }

  /** The column it goes away with; null for none. */
  public SequenceDef.Owner owner() {
    return isCounter()
        ? new SequenceDef.Owner(table.id().value(), column.id())
        : table.sequence().owner();
  }
}
