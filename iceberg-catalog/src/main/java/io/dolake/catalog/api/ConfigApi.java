package io.dolake.catalog.api;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.Route;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.util.LocationUtil;

/** Tells clients how to talk to this catalog. */
public final class ConfigApi {
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.V1_LIST_NAMESPACES,
          Endpoint.V1_LOAD_NAMESPACE,
          Endpoint.V1_NAMESPACE_EXISTS,
          Endpoint.V1_CREATE_NAMESPACE,
          Endpoint.V1_UPDATE_NAMESPACE,
          Endpoint.V1_DELETE_NAMESPACE,
          Endpoint.V1_COMMIT_TRANSACTION,
          Endpoint.V1_LIST_TABLES,
          Endpoint.V1_LOAD_TABLE,
          Endpoint.V1_TABLE_EXISTS,
          Endpoint.V1_CREATE_TABLE,
          Endpoint.V1_UPDATE_TABLE,
          Endpoint.V1_DELETE_TABLE,
          Endpoint.V1_RENAME_TABLE,
          Endpoint.V1_REGISTER_TABLE,
          Endpoint.V1_LIST_VIEWS,
          Endpoint.V1_LOAD_VIEW,
          Endpoint.V1_VIEW_EXISTS,
          Endpoint.V1_CREATE_VIEW,
          Endpoint.V1_UPDATE_VIEW,
          Endpoint.V1_DELETE_VIEW,
          Endpoint.V1_RENAME_VIEW,
          Endpoint.V1_REGISTER_VIEW,
          Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN,
          Endpoint.V1_CANCEL_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN_TASKS,
          Endpoint.V1_REPORT_METRICS);

  private final String warehouseName;
  private final String warehouseLocation;
  private final Map<String, String> clientDefaults;
  private final List<Endpoint> furtherEndpoints;
  private final Duration idempotencyKeyLifetime;

  /**
   * @param warehouseName name clients may ask for the warehouse by
   * @param warehouseLocation location clients may ask for the warehouse by
   * @param clientDefaults properties for every client, unless it sets them itself; no secrets
   * @param furtherEndpoints endpoints that are served because of the configuration
   * @param idempotencyKeyLifetime how long a request may be repeated with the same key
   */
  public ConfigApi(
      String warehouseName,
      String warehouseLocation,
      Map<String, String> clientDefaults,
      List<Endpoint> furtherEndpoints,
      Duration idempotencyKeyLifetime) {
    this.warehouseName = warehouseName;
    this.warehouseLocation = warehouseLocation;
    // Not Map.copyOf: Iceberg asks this map whether it contains null.
    this.clientDefaults = new HashMap<>(clientDefaults);
    this.furtherEndpoints = List.copyOf(furtherEndpoints);
    this.idempotencyKeyLifetime = idempotencyKeyLifetime;
  }

  public List<Route> routes() {
    return List.of(Route.read("get-config", "GET", "/v1/config", this::config));
  }

  private Answer config(Call call) {
    String wanted = call.query().get("warehouse");
    if (wanted != null && !wanted.isEmpty() && !isThisWarehouse(wanted)) {
      throw new NoSuchWarehouseException(
          "Warehouse does not exist: %s; this catalog serves %s at %s",
          wanted, warehouseName, warehouseLocation);
    }
    return Answer.json(
        ConfigResponse.builder()
            .withDefaults(clientDefaults)
            .withEndpoints(ENDPOINTS)
            .withEndpoints(furtherEndpoints)
            .withIdempotencyKeyLifetime(idempotencyKeyLifetime.toString())
            .build());
  }

  private boolean isThisWarehouse(String wanted) {
    return wanted.equals(warehouseName)
        || LocationUtil.stripTrailingSlash(wanted)
            .equals(LocationUtil.stripTrailingSlash(warehouseLocation));
  }
}
