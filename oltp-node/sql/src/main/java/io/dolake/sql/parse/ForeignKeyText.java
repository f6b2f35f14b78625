package io.dolake.sql.parse;

import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.TableDef;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A foreign key as SQL text. */
public final class ForeignKeyText {
  private ForeignKeyText() {}

  /**
   * {@code FOREIGN KEY (...) REFERENCES ...}.
   *
   * @param parentName the parent's name as text
   * @param quoting puts names in quotes where they need them
   */
  public static String of(
      ForeignKeyDef key,
      TableDef child,
      TableDef parent,
      String parentName,
      UnaryOperator<String> quoting) {
    StringBuilder text = new StringBuilder("FOREIGN KEY (");
    text.append(columns(child, key.columnIds(), quoting)).append(") REFERENCES ");
    text.append(parentName);
    text.append('(').append(columns(parent, key.parentColumnIds(), quoting)).append(')');
    if (key.onUpdate() != ForeignKeyDef.Action.NO_ACTION) {
      text.append(" ON UPDATE ").append(key.onUpdate().name().replace('_', ' '));
    }
    if (key.onDelete() != ForeignKeyDef.Action.NO_ACTION) {
      text.append(" ON DELETE ").append(key.onDelete().name().replace('_', ' '));
    }
    if (key.deferred()) {
      text.append(" DEFERRABLE INITIALLY DEFERRED");
    }
    return text.toString();
  }

  private static String columns(
      TableDef table, List<Integer> columnIds, UnaryOperator<String> quoting) {
    return columnIds.stream()
        .map(id -> quoting.apply(table.columns().get(table.ordinalOf(id)).name()))
        .collect(Collectors.joining(", "));
  }
}
