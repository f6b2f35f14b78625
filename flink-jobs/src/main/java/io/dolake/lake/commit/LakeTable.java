package io.dolake.lake.commit;

import io.dolake.common.catalog.TableDef;
import java.util.Objects;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A table of the database in the lake, as the committer remembers it.
 *
 * @param definition version that the lake has, or is about to get
 * @param identifier its name in the catalog
 * @param location root of its files
 */
record LakeTable(TableDef definition, TableIdentifier identifier, String location) {
  LakeTable {
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(identifier, "identifier");
    Objects.requireNonNull(location, "location");
  }

  int tableId() {
    return definition.id().value();
  }
}
