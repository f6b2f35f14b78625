package io.dolake.sql.ddl;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.Identifiers;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.TextEdits;
import io.dolake.sql.plan.bind.NameUses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * Rewrites the views that read a table when the table or one of its columns gets another name.
 * Their columns keep their names: a view selects {@code new AS old} where it selected {@code old},
 * and reads {@code FROM new AS old} where it read {@code FROM old}. Made before the table is
 * altered, carried out afterwards; each view is then read again, and must mean the same. Views that
 * select {@code *} get the new name, and must not be read by it.
 */
final class ViewRename {
  private final DdlContext context;

  /** What is renamed, for errors. */
  private final String what;

  /** Views that read the table themselves. */
  private final List<Reader> readers = new ArrayList<>();

  /** Views that read those, by way of others maybe. */
  private final Set<ViewDef> behind = new HashSet<>();

  private record Reader(ViewDef view, String newText, NameUses before) {
    boolean isRewritten() {
      return !newText.equals(view.createSql());
    }
  }

  private ViewRename(DdlContext context, String what) {
    this.context = context;
    this.what = what;
  }

  /** A table is about to get another name. */
  static ViewRename ofTable(DdlContext context, TableDef table, String newName) {
    ViewRename rename = new ViewRename(context, "\"" + table.name() + "\"");
    for (ViewDef view : Dependents.viewsOf(context, table.name())) {
      NameUses uses = rename.namesIn(view);
      TextEdits edits = new TextEdits(view.createSql());
      for (NameUses.TableUse use : uses.tables()) {
        if (use.table().equals(table.id())) {
          rename(view, use.name(), newName, !use.aliased(), edits);
        }
      }
      rename.add(view, edits, uses);
    }
    return rename;
  }

  /** A column is about to get another name. */
  static ViewRename ofColumn(DdlContext context, TableDef table, ColumnDef column, String newName) {
    ViewRename rename = new ViewRename(context, "column \"" + column.name() + "\"");
    for (ViewDef view : Dependents.viewsOf(context, table.name())) {
      NameUses uses = rename.namesIn(view);
      TextEdits edits = new TextEdits(view.createSql());
      for (NameUses.ColumnUse use : uses.columns()) {
        if (use.isOf(table, column)) {
          if (!(use.node() instanceof SqlIdentifier name)) {
            throw rename.depends(view); // a join by the column's name
          }
          rename(view, name, newName, use.isItem(), edits);
        }
      }
      rename.add(view, edits, uses);
    }
    return rename;
  }

  /**
   * @param keepsName whether the old name stays as an alias
   */
  private static void rename(
      ViewDef view, SqlIdentifier name, String newName, boolean keepsName, TextEdits edits) {
    int start = SqlParser.startOfLastName(view.createSql(), name);
    String replacement = Identifiers.quote(newName);
    edits.replaceName(start, keepsName ? replacement + " AS " + edits.nameAt(start) : replacement);
  }

  private void add(ViewDef view, TextEdits edits, NameUses uses) {
    readers.add(new Reader(view, edits.apply(), uses));
    addBehind(view);
  }

  private void addBehind(ViewDef view) {
    for (ViewDef next : Dependents.viewsOf(context, view.name())) {
      if (isReadable(next) && behind.add(next)) {
        addBehind(next);
      }
    }
  }

  /** Replaces the views; fails if one of them would mean something else than before. */
  void apply() {
    for (Reader reader : readers) {
      if (reader.isRewritten()) {
        ViewDef view = reader.view();
        ViewDdl.replace(context, new ViewDef(view.schema(), view.name(), reader.newText()));
      }
    }
    for (Reader reader : readers) {
      NameUses after = namesIn(today(reader.view()));
      boolean sameColumns =
          !reader.isRewritten() || after.outputs().equals(reader.before().outputs());
      if (!sameColumns || !meaning(after).equals(meaning(reader.before()))) {
        throw depends(reader.view());
      }
    }
    behind.forEach(view -> namesIn(today(view)));
  }

  private ViewDef today(ViewDef view) {
    return context.catalog().view(view.schema(), view.name()).orElseThrow();
  }

  private NameUses namesIn(ViewDef view) {
    try {
      return ViewDdl.namesIn(context, view);
    } catch (SqlException e) {
      throw depends(view);
    }
  }

  private boolean isReadable(ViewDef view) {
    try {
      ViewDdl.namesIn(context, view);
      return true;
    } catch (SqlException e) {
      return false;
    }
  }

  private RuntimeException depends(ViewDef view) {
    return Dependents.depends(what, "view \"" + view.name() + "\"");
  }

  /** The columns that are named, one after the other in the text. */
  private static List<List<Object>> meaning(NameUses uses) {
    return uses.columns().stream()
        .sorted(
            Comparator.comparingInt(
                    (NameUses.ColumnUse use) -> use.node().getParserPosition().getLineNum())
                .thenComparingInt(use -> use.node().getParserPosition().getColumnNum())
                .thenComparing(NameUses.ColumnUse::table)
                .thenComparingInt(NameUses.ColumnUse::columnId))
        .map(use -> List.<Object>of(use.table(), use.columnId()))
        .toList();
  }
}
