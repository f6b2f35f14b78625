package io.dolake.sql.plan;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ColumnNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a statement is planned against. A plan stays valid while {@link Catalog#version} stays the
 * same.
 *
 * @param searchPath schemas that unqualified names are looked up in, first one first
 * @param parameterTypes types declared for parameters by position; entries may be null, and the
 *     list may be shorter than the parameters
 * @param text the statement, for positions in errors; empty if unknown
 * @param columnNames how its result's columns are called
 */
public record PlanContext(
    Catalog catalog,
    RelationProvider relations,
    ViewParser views,
    List<String> searchPath,
    List<ColumnType> parameterTypes,
    String text,
    ColumnNames columnNames) {
  /** For an expression, which has no columns to be named. */
  public PlanContext(
      Catalog catalog,
      RelationProvider relations,
      ViewParser views,
      List<String> searchPath,
      List<ColumnType> parameterTypes,
      String text) {
    this(catalog, relations, views, searchPath, parameterTypes, text, ColumnNames.AS_WRITTEN);
  }

  public PlanContext {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(relations, "relations");
    Objects.requireNonNull(views, "views");
    searchPath = List.copyOf(searchPath);
    parameterTypes = Collections.unmodifiableList(new ArrayList<>(parameterTypes));
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(columnNames, "columnNames");
  }
}
