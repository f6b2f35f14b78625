package io.dolake.common.catalog;

import java.util.Objects;

/**
 * A trigger: its name, the table or view it belongs to and its CREATE TRIGGER statement as the user
 * wrote it. It goes away with its table or view.
 *
 * @param schema schema of the trigger itself
 * @param relationSchema schema of the table or view
 */
public record TriggerDef(
    String schema, String name, String relationSchema, String relation, String createSql) {
  public TriggerDef {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(relationSchema, "relationSchema");
    Objects.requireNonNull(relation, "relation");
    Objects.requireNonNull(createSql, "createSql");
  }

  /** Whether it belongs to the table or view of this name. */
  public boolean isOn(String otherSchema, String otherRelation) {
    return relationSchema.equalsIgnoreCase(otherSchema) && relation.equalsIgnoreCase(otherRelation);
  }
}
