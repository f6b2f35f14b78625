package io.dolake.server.pg.session;

import io.dolake.server.pg.PgMetrics;
import io.dolake.server.pg.auth.UserStore;
import java.util.Objects;

/** What all sessions of a server share. Thread-safe. */
public record SessionServices(
    PgMetrics metrics, SlowQueryLog slowQueries, UserStore users, TransactionPlans plans) {
  public SessionServices {
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(slowQueries, "slowQueries");
    Objects.requireNonNull(users, "users");
    Objects.requireNonNull(plans, "plans");
  }
}
