package io.dolake.catalog.ops;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.LongSupplier;

/** The metrics that no single request makes. Names are documented in docs/catalog.md. */
public final class CatalogMetrics {
  static final String LAST_EVENT = "dolake.catalog.last.event";
  static final String PENDING_PURGES = "dolake.catalog.purges.pending";

  private CatalogMetrics() {}

  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }

  /** Adds what has to be asked of the store; a store that does not answer has no value. */
  public static void bind(CatalogStore store, PrometheusMeterRegistry registry) {
    Gauge.builder(LAST_EVENT, () -> ask(() -> store.read(s -> s.events().lastEventId())))
        .description("Number of mutations since the catalog was created")
        .register(registry);
    Gauge.builder(PENDING_PURGES, () -> ask(() -> store.read(s -> s.purges().count())))
        .description("Dropped tables whose files are not deleted yet")
        .register(registry);
  }

  private static double ask(LongSupplier question) {
    try {
      return question.getAsLong();
    } catch (StoreUnavailableException e) {
      return Double.NaN;
    }
  }
}
