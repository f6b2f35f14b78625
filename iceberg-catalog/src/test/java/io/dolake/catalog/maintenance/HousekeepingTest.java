package io.dolake.catalog.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dolake.catalog.storage.LocalFileIO;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DatabaseConfig;
import io.dolake.catalog.store.EventRow;
import io.dolake.catalog.store.StoredAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  @TempDir Path directory;

  @Test
  void oldKeysAndEventsAreForgottenAndNewOnesKept() {
    Clock clock = Clock.systemUTC();
    long now = clock.millis();
    long twoHoursAgo = now - Duration.ofHours(2).toMillis();
    try (CatalogStore store =
        CatalogStore.open(
            new DatabaseConfig(
                "jdbc:sqlite:" + directory.resolve("c.db"),
                null,
                null,
                1,
                Duration.ofSeconds(5)))) {
      for (long time : List.of(twoHoursAgo, twoHoursAgo, now)) {
        store.mutate(
            session -> {
              session
                  .idempotencyKeys()
                  .insert("key-" + UUID.randomUUID(), "f", StoredAnswer.NO_CONTENT, time);
              return null;
            },
            new EventRow(0, UUID.randomUUID().toString(), time, "p", "op", "[]"),
            event -> {});
      }

      try (Housekeeping housekeeping =
          new Housekeeping(
              store,
              new LocalFileIO(),
              new LocationPolicy("file://" + directory, List.of()),
              clock,
              Duration.ofHours(1),
              Duration.ofHours(1))) {
        housekeeping.start();

        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> store.read(session -> session.events().firstEventId()) == 3);
      }
      List<EventRow> events = store.read(session -> session.events().after(0, 10));
      int keys = store.maintain(session -> session.idempotencyKeys().deleteOlderThan(now + 1, 10));
      assertThat(events).hasSize(1);
      assertThat(keys).isEqualTo(1);
    }
  }
}
