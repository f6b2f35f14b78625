package io.dolake.catalog.api;

import static io.dolake.catalog.auth.Privilege.READ;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.table.TableService;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.metrics.CommitReport;
import org.apache.iceberg.metrics.CounterResult;
import org.apache.iceberg.metrics.ScanReport;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes clients' reports on their scans and commits, counts them and logs them. */
public final class MetricsReportApi {
  static final String REPORTS = "dolake.catalog.client.reports";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsReportApi.class);

  private final TableService tables;
  private final MeterRegistry registry;

  public MetricsReportApi(TableService tables, MeterRegistry registry) {
    this.tables = tables;
    this.registry = registry;
  }

  public List<Route> routes() {
    return List.of(
        Route.read(
            "report-metrics",
            "POST",
            "/v1/namespaces/{namespace}/tables/{table}/metrics",
            this::report));
  }

  private Answer report(Call call) {
    ReportMetricsRequest request = call.body(ReportMetricsRequest.class);
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    tables.metadataLocation(identifier);
    String type = request.reportType().name().toLowerCase(Locale.ROOT);
    Counter.builder(REPORTS)
        .description("Reports of clients on their scans and commits")
        .tag("type", type)
        .register(registry)
        .increment();
    if (request.report() instanceof ScanReport scan) {
      LOG.debug(
          "client scan: table={} snapshotId={} resultFiles={} principal={}",
          identifier,
          scan.snapshotId(),
          valueOf(scan.scanMetrics().resultDataFiles()),
          call.access().principal());
    } else if (request.report() instanceof CommitReport commit) {
      LOG.debug(
          "client commit: table={} snapshotId={} operation={} addedFiles={} principal={}",
          identifier,
          commit.snapshotId(),
          commit.operation(),
          valueOf(commit.commitMetrics().addedDataFiles()),
          call.access().principal());
    }
    return Answer.NO_CONTENT;
  }

  private static Long valueOf(CounterResult counter) {
    return counter == null ? null : counter.value();
  }
}
