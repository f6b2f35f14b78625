package io.dolake.catalog.faults;

import static org.awaitility.Awaitility.await;

import io.dolake.catalog.faults.CatalogTransaction.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Commits transactions over random tables through a faulty proxy, one after the other, and writes
 * down what it knows of each. Half of them carry an idempotency key and are repeated until the
 * answer is final; the others are sent once.
 */
final class TransactionWriter implements Callable<Void> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final CatalogApi api;
  private final List<String> tables;
  private final int count;
  private final Random random;
  private final Queue<CatalogTransaction> log;
  private String lastAnswer = "";

  TransactionWriter(
      String name,
      CatalogApi api,
      List<String> tables,
      int count,
      long seed,
      Queue<CatalogTransaction> log) {
    this.name = name;
    this.api = api;
    this.tables = tables;
    this.count = count;
    this.random = new Random(seed);
    this.log = log;
  }

  @Override
  public Void call() {
    for (int i = 0; i < count; i++) {
      List<String> chosen = chooseTables();
      // Observers need to know which tables a transaction changes.
      String id = name + "-" + i + "@" + String.join("+", chosen);
      Outcome outcome = commit(id, chosen);
      log.add(new CatalogTransaction(id, new TreeSet<>(chosen), outcome, lastAnswer));
    }
    return null;
  }

  private List<String> chooseTables() {
    List<String> shuffled = new ArrayList<>(tables);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 1 + random.nextInt(tables.size()));
  }

  private Outcome commit(String id, List<String> chosen) {
    // Repetitions must be byte by byte the same request.
    String request = CatalogApi.commitOf(id, load(chosen));
    if (random.nextBoolean()) {
      return send(request, null);
    }
    byte[] name = (id + random.nextLong()).getBytes(StandardCharsets.UTF_8);
    String key = UUID.nameUUIDFromBytes(name).toString();
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> send(request, key), outcome -> outcome != Outcome.UNKNOWN);
  }

  private Outcome send(String request, String key) {
    try {
      HttpResponse<String> answer = api.commit(request, key);
      int status = answer.statusCode();
      lastAnswer = (key == null ? "without key: " : "with key: ") + status + " " + answer.body();
      if (status == 204) {
        return Outcome.COMMITTED;
      }
      // 5xx and lost answers leave open what happened; 4xx is a promise that nothing did.
      return status >= 400 && status < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
    } catch (IOException e) {
      lastAnswer = e.toString();
      return Outcome.UNKNOWN;
    }
  }

  /** Reads the tables, waiting for a server that is being restarted. */
  private Map<String, CatalogApi.TableState> load(List<String> chosen) {
    Map<String, CatalogApi.TableState> states = new HashMap<>();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              for (String table : chosen) {
                states.put(table, api.load(table));
              }
              return true;
            });
    return states;
  }
}
