package io.dolake.common.catalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;

/**
 * One DDL step of a transaction. It is logged, applied to the catalog and carried to readers of the
 * log, in order with the row changes around it.
 */
public sealed interface CatalogChange {
  /** A new table; its id is unused and its version is 1. */
  record CreateTable(TableDef table) implements CatalogChange {}

  /** The next version of a table: columns added, dropped, renamed or widened, or a new name. */
  record AlterTable(TableDef table) implements CatalogChange {}

  /** Drops the table's indexes and triggers as well. */
  record DropTable(TableId table) implements CatalogChange {}

  /** All rows gone; one event instead of one per row. */
  record TruncateTable(TableId table) implements CatalogChange {}

  record CreateIndex(IndexDef index) implements CatalogChange {}

  record DropIndex(IndexId index) implements CatalogChange {}

  record CreateView(ViewDef view) implements CatalogChange {}

  /** Drops the view's triggers as well. */
  record DropView(String schema, String name) implements CatalogChange {}

  record CreateTrigger(TriggerDef trigger) implements CatalogChange {}

  record DropTrigger(String schema, String name) implements CatalogChange {}

  /**
   * The numbers that a table draws for its rows have gone up to this one: never one of them again,
   * whether there are rows with them or not. Leaves the catalog as it is.
   */
  record KeepRowId(TableId table, long last) implements CatalogChange {}

  /** A named setting of the database, such as a user's verifier; null value removes it. */
  record PutSetting(String key, byte[] value) implements CatalogChange {}
}
