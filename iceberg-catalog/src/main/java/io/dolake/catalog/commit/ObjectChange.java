package io.dolake.catalog.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a mutation did to one namespace, table or view, as told by the event stream.
 *
 * @param type {@code namespace}, {@code table} or {@code view}
 * @param namespace the namespace's levels
 * @param name the object's name; null for a namespace
 * @param uuid the table's or view's UUID; null for a namespace
 * @param metadataLocation the metadata file after the change; null if there is none
 * @param snapshotId the current snapshot after the change; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record ObjectChange(
    String type,
    List<String> namespace,
    String name,
    String uuid,
    String metadataLocation,
    Long snapshotId) {
  public ObjectChange {
    namespace = List.copyOf(namespace);
  }
}
