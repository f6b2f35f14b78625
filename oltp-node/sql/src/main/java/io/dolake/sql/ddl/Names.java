package io.dolake.sql.ddl;

import io.dolake.common.catalog.Catalog;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for constraints and indexes that were declared without one. */
final class Names {
  private final Catalog catalog;
  private final Set<String> given = new HashSet<>();

  Names(Catalog catalog) {
    this.catalog = catalog;
  }

  /** {@code table_columns_suffix}, with a number where that is taken. */
  String index(String table, List<String> parts, String suffix) {
    String base = base(table, parts, suffix);
    String name = base;
    for (int i = 1; isInCatalog(name) || !given.add(lower(name)); i++) {
      name = base + i;
    }
    return name;
  }

  private boolean isInCatalog(String name) {
    return catalog.index(name).isPresent()
        || catalog.tables().stream().anyMatch(table -> table.name().equalsIgnoreCase(name))
        || catalog.sequences().stream().anyMatch(each -> each.name().equalsIgnoreCase(name));
  }

  /** Like {@link #index}, unique among the names given by this object only. */
  String constraint(String table, List<String> parts, String suffix) {
    String base = base(table, parts, suffix);
    String name = base;
    for (int i = 1; !given.add(lower(name)); i++) {
      name = base + i;
    }
    return name;
  }

  void taken(String name) {
    given.add(lower(name));
  }

  private static String base(String table, List<String> parts, String suffix) {
    StringBuilder name = new StringBuilder(table);
    for (String part : parts) {
      name.append('_').append(part);
    }
    return name.append('_').append(suffix).toString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
