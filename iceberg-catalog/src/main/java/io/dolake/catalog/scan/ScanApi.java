package io.dolake.catalog.scan;

import static io.dolake.catalog.auth.Privilege.READ;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.table.TableService;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.PlanStatus;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.FetchScanTasksRequest;
import org.apache.iceberg.rest.requests.PlanTableScanRequest;
import org.apache.iceberg.rest.responses.FetchPlanningResultResponse;
import org.apache.iceberg.rest.responses.FetchScanTasksResponse;
import org.apache.iceberg.rest.responses.PlanTableScanResponse;

/** The specification's scan planning operations. */
// The responses need the partition specs, and their setter is deprecated without a replacement.
@SuppressWarnings("deprecation")
public final class ScanApi {
  private static final String TABLE = "/v1/namespaces/{namespace}/tables/{table}";

  private final ScanPlanner planner;
  private final TableService tables;

  public ScanApi(ScanPlanner planner, TableService tables) {
    this.planner = planner;
    this.tables = tables;
  }

  public List<Route> routes() {
    return List.of(
        Route.read("plan-scan", "POST", TABLE + "/plan", this::plan),
        Route.read("fetch-plan", "GET", TABLE + "/plan/{plan-id}", this::fetch),
        Route.read("cancel-plan", "DELETE", TABLE + "/plan/{plan-id}", this::cancel),
        Route.read("fetch-scan-tasks", "POST", TABLE + "/tasks", this::fetchTasks));
  }

  private Answer plan(Call call) {
    PlanTableScanRequest request = call.body(PlanTableScanRequest.class);
    TableIdentifier identifier = readable(call);
    ScanPlanner.ScanPlan plan = planner.plan(identifier, tables.load(identifier), request);
    return Answer.json(
        PlanTableScanResponse.builder()
            .withPlanStatus(PlanStatus.COMPLETED)
            .withPlanId(plan.planId())
            .withFileScanTasks(plan.parts().get(0))
            .withPlanTasks(noneIfEmpty(plan.furtherTasks()))
            .withSpecsById(plan.table().specs())
            .build());
  }

  private Answer fetch(Call call) {
    TableIdentifier identifier = readable(call);
    ScanPlanner.ScanPlan plan = planner.fetch(identifier, planId(call));
    return Answer.json(
        FetchPlanningResultResponse.builder()
            .withPlanStatus(PlanStatus.COMPLETED)
            .withFileScanTasks(plan.parts().get(0))
            .withPlanTasks(noneIfEmpty(plan.furtherTasks()))
            .withSpecsById(plan.table().specs())
            .build());
  }

  private Answer cancel(Call call) {
    planner.cancel(readable(call), planId(call));
    return Answer.NO_CONTENT;
  }

  private Answer fetchTasks(Call call) {
    FetchScanTasksRequest request = call.body(FetchScanTasksRequest.class);
    TableIdentifier identifier = readable(call);
    return Answer.json(
        FetchScanTasksResponse.builder()
            .withFileScanTasks(planner.fetchPart(identifier, request.planTask()))
            .withSpecsById(tables.load(identifier).metadata().specsById())
            .build());
  }

  private static TableIdentifier readable(Call call) {
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    return identifier;
  }

  private static String planId(Call call) {
    return RESTUtil.decodeString(call.variables().get("plan-id"));
  }

  private static List<String> noneIfEmpty(List<String> tasks) {
    return tasks.isEmpty() ? null : tasks;
  }
}
