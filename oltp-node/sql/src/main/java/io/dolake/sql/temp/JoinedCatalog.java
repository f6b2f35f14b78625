package io.dolake.sql.temp;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The shard's objects and a session's temporary ones. */
record JoinedCatalog(Catalog shard, Catalog temporary) implements Catalog {
  /** Leaves the lower bits to the shard's version, which grows slowly. */
  private static final int VERSION_SHIFT = 40;

  private Catalog of(String schema) {
    return TempDatabase.isTemporary(schema) ? temporary : shard;
  }

  private Catalog of(TableId id) {
    return TempDatabase.isTemporary(id) ? temporary : shard;
  }

  @Override
  public long version() {
    return shard.version() + (temporary.version() << VERSION_SHIFT);
  }

  @Override
  public Optional<TableDef> table(TableId id) {
    return of(id).table(id);
  }

  @Override
  public Optional<TableDef> table(String schema, String name) {
    return of(schema).table(schema, name);
  }

  @Override
  public Optional<TableDef> sequence(String schema, String name) {
    return shard.sequence(schema, name);
  }

  @Override
  public Collection<TableDef> sequences() {
    return shard.sequences();
  }

  @Override
  public Optional<TableDef> tableVersion(TableId id, int schemaVersion) {
    return of(id).tableVersion(id, schemaVersion);
  }

  @Override
  public Optional<IndexDef> index(IndexId id) {
    return TempDatabase.isTemporary(id) ? temporary.index(id) : shard.index(id);
  }

  @Override
  public Optional<IndexDef> index(String name) {
    return temporary.index(name).or(() -> shard.index(name));
  }

  @Override
  public List<IndexDef> indexesOf(TableId table) {
    return of(table).indexesOf(table);
  }

  @Override
  public Optional<ViewDef> view(String schema, String name) {
    return of(schema).view(schema, name);
  }

  @Override
  public Optional<TriggerDef> trigger(String schema, String name) {
    return of(schema).trigger(schema, name);
  }

  @Override
  public List<TriggerDef> triggersOf(String schema, String relation) {
    return joined(shard.triggersOf(schema, relation), temporary.triggersOf(schema, relation));
  }

  @Override
  public Collection<TableDef> tables() {
    return joined(shard.tables(), temporary.tables());
  }

  @Override
  public Collection<ViewDef> views() {
    return joined(shard.views(), temporary.views());
  }

  @Override
  public Collection<TriggerDef> triggers() {
    return joined(shard.triggers(), temporary.triggers());
  }

  @Override
  public Optional<byte[]> setting(String key) {
    return shard.setting(key);
  }

  @Override
  public Collection<String> settings() {
    return shard.settings();
  }

  private static <T> List<T> joined(Collection<T> first, Collection<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
