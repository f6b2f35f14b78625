package io.dolake.catalog.ops;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.StoreUnavailableException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** What operators and their tools ask for: is it alive, does it work, how is it doing. */
public final class OperationsApi {
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final CatalogStore store;
  private final PrometheusMeterRegistry registry;

  public OperationsApi(CatalogStore store, PrometheusMeterRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  public List<Route> routes() {
    return List.of(
        Route.open("health", "GET", "/health", call -> Answer.text(200, PLAIN, "alive\n")),
        Route.open("ready", "GET", "/ready", this::ready),
        Route.open("metrics", "GET", "/metrics", this::metrics));
  }

  /** Ready means that requests can be served, so the database answers. */
  private Answer ready(Call call) {
    try {
      long lastEvent = store.read(session -> session.events().lastEventId());
      return Answer.text(200, PLAIN, "ready, last event " + lastEvent + "\n");
    } catch (StoreUnavailableException e) {
      return Answer.text(503, PLAIN, "the catalog's database does not answer\n");
    }
  }

  private Answer metrics(Call call) {
    return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
  }
}
