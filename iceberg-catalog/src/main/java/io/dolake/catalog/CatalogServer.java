package io.dolake.catalog;

import io.dolake.catalog.api.ConfigApi;
import io.dolake.catalog.api.LocationGuard;
import io.dolake.catalog.api.MetricsReportApi;
import io.dolake.catalog.api.NamespaceApi;
import io.dolake.catalog.api.StoredAnswerReplay;
import io.dolake.catalog.api.TableApi;
import io.dolake.catalog.api.ViewApi;
import io.dolake.catalog.auth.AuthService;
import io.dolake.catalog.auth.Authenticator;
import io.dolake.catalog.auth.ManagementApi;
import io.dolake.catalog.auth.TokenApi;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectLocks;
import io.dolake.catalog.events.EventHub;
import io.dolake.catalog.events.EventStreamHandler;
import io.dolake.catalog.http.HttpFront;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.maintenance.Housekeeping;
import io.dolake.catalog.namespace.NamespaceService;
import io.dolake.catalog.ops.CatalogMetrics;
import io.dolake.catalog.ops.OperationsApi;
import io.dolake.catalog.s3.S3AccessApi;
import io.dolake.catalog.scan.ScanApi;
import io.dolake.catalog.scan.ScanPlanner;
import io.dolake.catalog.storage.FileIos;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.storage.MetadataFiles;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.table.Tables;
import io.dolake.catalog.view.ViewMetadataStore;
import io.dolake.catalog.view.ViewService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Iceberg REST catalog in this process.
 *
 * <p>The constructor opens the database and the warehouse, {@link #start} begins to serve, {@link
 * #close} stops and may be called more than once. All methods may be called by any thread.
 */
public final class CatalogServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogServer.class);

  /** Keys are kept a little longer than promised, for clients whose clock differs. */
  private static final Duration KEY_GRACE = Duration.ofMinutes(5);

  private final CatalogConfig config;

  /** What is to be closed, the last one first: no request may find a part of the server gone. */
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  private final HttpFront http;
  private boolean closed;

  /**
   * @throws io.dolake.catalog.store.StoreUnavailableException if the database cannot be reached
   */
  public CatalogServer(CatalogConfig config) {
    this.config = config;
    try {
      this.http = assemble(config);
    } catch (RuntimeException e) {
      closeQuietly();
      throw e;
    }
  }

  private HttpFront assemble(CatalogConfig config) {
    Clock clock = Clock.systemUTC();
    PrometheusMeterRegistry registry = CatalogMetrics.registry();
    FileIO io = owning(FileIos.open(config.warehouseLocation(), config.fileIoProperties()));
    CatalogStore store = owning(CatalogStore.open(config.database()));
    MetadataFiles files = new MetadataFiles(io);
    LocationPolicy locations =
        new LocationPolicy(config.warehouseLocation(), config.allowedLocations());
    ObjectLocks locks = new ObjectLocks(config.http().requestWait());
    EventHub events = new EventHub(store);
    Mutations mutations = new Mutations(store, clock, events::eventCommitted);
    CatalogMetrics.bind(store, registry);
    Tables tables =
        owning(
            new Tables(
                store,
                mutations,
                files,
                config.metadataCacheBytes(),
                locks,
                locations,
                config.tableDefaults(),
                clock));
    S3AccessApi s3 = owning(new S3AccessApi(config.s3Delegation(), config.fileIoProperties()));
    NamespaceService namespaces = new NamespaceService(store, mutations);
    LocationGuard guard = new LocationGuard(namespaces, tables.service(), locations);
    TableApi tableApi = new TableApi(tables.service(), tables.committer(), s3, guard);
    ViewApi viewApi =
        new ViewApi(
            new ViewService(store, mutations, new ViewMetadataStore(files), locks, locations));
    Housekeeping housekeeping =
        owning(
            new Housekeeping(
                store,
                io,
                locations,
                clock,
                config.idempotencyKeyLifetime().plus(KEY_GRACE),
                config.eventRetention()));
    housekeeping.start();
    List<Route> routes = new ArrayList<>();
    Authenticator authenticator = Authenticator.NONE;
    if (config.auth() != null) {
      AuthService auth = AuthService.open(config.auth(), store, clock);
      authenticator = auth;
      routes.addAll(new TokenApi(auth).routes());
      routes.addAll(new ManagementApi(auth).routes());
    }
    routes.addAll(
        new ConfigApi(
                config.warehouseName(),
                config.warehouseLocation(),
                config.clientDefaults(),
                s3.endpoints(),
                config.idempotencyKeyLifetime())
            .routes());
    routes.addAll(new NamespaceApi(namespaces, guard).routes());
    routes.addAll(tableApi.routes());
    routes.addAll(viewApi.routes());
    routes.addAll(s3.routes(tables.service()));
    routes.addAll(new ScanApi(new ScanPlanner(io), tables.service()).routes());
    routes.addAll(new OperationsApi(store, registry).routes());
    routes.addAll(new MetricsReportApi(tables.service(), registry).routes());
    HttpFront front =
        new HttpFront(
            config.http(),
            routes,
            List.of(new EventStreamHandler(events, store, authenticator)),
            authenticator,
            store,
            mutations,
            new StoredAnswerReplay(tableApi, viewApi),
            registry);
    owned.push(front);
    // On top of the rest, so closed first: streams do not end by themselves.
    owned.push(events.start());
    return front;
  }

  private <T extends AutoCloseable> T owning(T part) {
    owned.push(part);
    return part;
  }

  /**
   * Begins to accept requests.
   *
   * @return this server
   */
  public CatalogServer start() {
    http.start();
    LOG.info(
        "catalog serves: uri={} warehouse={} database={}",
        uri(),
        config.warehouseLocation(),
        config.database());
    return this;
  }

  /** Where clients reach the catalog; call after {@link #start}. */
  public URI uri() {
    return http.uri();
  }

  public CatalogConfig config() {
    return config;
  }

  /** Lets running requests finish, then closes database and files. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly();
  }

  private void closeQuietly() {
    while (!owned.isEmpty()) {
      AutoCloseable part = owned.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("part of the catalog did not close cleanly: {}", part.getClass().getName(), e);
      }
    }
  }
}
