package io.dolake.common.catalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The database's objects at one moment: immutable, cheap to share between threads. */
public interface Catalog {
  /** Grows with every committed DDL; equal versions mean equal content. */
  long version();

  /** A table or sequence. */
  Optional<TableDef> table(TableId id);

  /** Looks up without regard to case; sequences are none of its tables. */
  Optional<TableDef> table(String schema, String name);

  /** An old or the current version of a table, to read rows written with it. */
  Optional<TableDef> tableVersion(TableId id, int schemaVersion);

  Optional<IndexDef> index(IndexId id);

  Optional<IndexDef> index(String name);

  /** Indexes of one table, in order of creation. */
  List<IndexDef> indexesOf(TableId table);

  Optional<ViewDef> view(String schema, String name);

  Optional<TriggerDef> trigger(String schema, String name);

  /** Triggers of one table or view, in order of their names. */
  List<TriggerDef> triggersOf(String schema, String relation);

  Optional<TableDef> sequence(String schema, String name);

  /** All but sequences. */
  Collection<TableDef> tables();

  Collection<TableDef> sequences();

  Collection<ViewDef> views();

  Collection<TriggerDef> triggers();

  Optional<byte[]> setting(String key);

  /** Keys of the settings that are set. */
  Collection<String> settings();
}
