package io.dolake.catalog.table;

import java.util.List;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;

/** What a commit asks of one table: updates, and what must hold for them to make sense. */
public record TableChange(
    TableIdentifier identifier,
    List<UpdateRequirement> requirements,
    List<MetadataUpdate> updates) {
  public TableChange {
    requirements = List.copyOf(requirements);
    updates = List.copyOf(updates);
  }

  /** Whether the change creates the table. */
  public boolean isCreate() {
    return requirements.stream()
        .anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
  }
}
