package io.dolake.catalog.api;

import io.dolake.catalog.http.Call;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.credentials.Credential;

/** Decides what a client gets along with a table to reach the table's files. */
@FunctionalInterface
public interface TableAccess {
  /**
   * What goes with a table.
   *
   * @param config properties for the table's file access
   * @param credentials credentials for storage locations
   */
  record Grant(Map<String, String> config, List<Credential> credentials) {
    public static final Grant NOTHING = new Grant(Map.of(), List.of());
  }

  /** Clients bring their own access to the files. */
  TableAccess NONE = (call, identifier, metadata) -> Grant.NOTHING;

  /**
   * @param call the request, whose header names the delegation the client supports
   */
  Grant grant(Call call, TableIdentifier identifier, TableMetadata metadata);
}
