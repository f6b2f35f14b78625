package io.dolake.common.change;

import io.dolake.common.catalog.CatalogChange;
import java.util.Objects;

/** A DDL step as readers of the log see it. */
public record SchemaChange(CatalogChange change) implements Change {
  public SchemaChange {
    Objects.requireNonNull(change, "change");
  }
}
