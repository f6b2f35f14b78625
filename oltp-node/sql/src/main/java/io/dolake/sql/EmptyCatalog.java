package io.dolake.sql;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A catalog without objects, for expressions that can refer to none. */
public final class EmptyCatalog implements Catalog {
  public static final EmptyCatalog INSTANCE = new EmptyCatalog();

  private EmptyCatalog() {}

  @Override
  public long version() {
    return 0;
  }

  @Override
  public Optional<TableDef> table(TableId id) {
    return Optional.empty();
  }

  @Override
  public Optional<TableDef> table(String schema, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<TableDef> sequence(String schema, String name) {
    return Optional.empty();
  }

  @Override
  public Collection<TableDef> sequences() {
    return List.of();
  }

  @Override
  public Optional<TableDef> tableVersion(TableId id, int schemaVersion) {
    return Optional.empty();
  }

  @Override
  public Optional<IndexDef> index(IndexId id) {
    return Optional.empty();
  }

  @Override
  public Optional<IndexDef> index(String name) {
    return Optional.empty();
  }

  @Override
  public List<IndexDef> indexesOf(TableId table) {
    return List.of();
  }

  @Override
  public Optional<ViewDef> view(String schema, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<TriggerDef> trigger(String schema, String name) {
    return Optional.empty();
  }

  @Override
  public List<TriggerDef> triggersOf(String schema, String relation) {
    return List.of();
  }

  @Override
  public Collection<TriggerDef> triggers() {
    return List.of();
  }

  @Override
  public Collection<TableDef> tables() {
    return List.of();
  }

  @Override
  public Collection<ViewDef> views() {
    return List.of();
  }

  @Override
  public Optional<byte[]> setting(String key) {
    return Optional.empty();
  }

  @Override
  public Collection<String> settings() {
    return List.of();
  }
}
