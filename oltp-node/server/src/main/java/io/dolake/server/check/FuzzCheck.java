package io.dolake.server.check;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * Seeded nonsense for the server: messages malformed, truncated, reordered and oversized, bad SQL,
 * clients that vanish. After every client the server must answer a well-behaved one, and at the end
 * no connection may be open, no transaction may hold a lock, and no internal error may have
 * happened.
 */
public final class FuzzCheck implements Check {
  private static final int CLIENTS_PER_ROUND = 20;
  private static final int ATTACKER_TIMEOUT_MILLIS = 250;

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "seeded protocol and SQL fuzz: no hang, no leak, no internal error";
  }

  @Override
  public String help() {
    return "Each round is "
        + CLIENTS_PER_ROUND
        + " clients that send seeded nonsense, each followed by one that must be served.";
  }

  @Override
  public int defaultRounds() {
    return 50;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    Random random = new Random(context.seed());
    NodeConfig config =
        NodeConfig.embedded(context.workDirectory().resolve("node"))
            .with(NodeOptions.STATEMENT_TIMEOUT, Duration.ofSeconds(5))
            .with(NodeOptions.LOCK_TIMEOUT, Duration.ofSeconds(2))
            .with(NodeOptions.PG_MAX_MESSAGE_SIZE, 1L << 20);
    int clients = 0;
    try (DoSqlNode node = new DoSqlNode(config).start()) {
      FuzzTarget target = new FuzzTarget(node);
      target.prepare();
      for (int round = 0; round < context.rounds(); round++) {
        for (int i = 0; i < CLIENTS_PER_ROUND; i++) {
          clients++;
          String failure = attack(target, random);
          if (failure != null) {
            return failed(clients, failure);
          }
        }
        context.progress().printf("round %d: %d clients, server well%n", round + 1, clients);
      }
      String leak = target.leak();
      if (leak != null) {
        return failed(clients, leak);
      }
      return new CheckResult(
          true,
          clients + " hostile clients: no hang, no leaked transaction, no internal error",
          Map.of("clients", clients, "errors", target.errorsSeen()));
    }
  }

  private static String attack(FuzzTarget target, Random random) throws IOException {
    try (FuzzClient client = new FuzzClient(target.port(), random, ATTACKER_TIMEOUT_MILLIS)) {
      client.misbehave();
    } catch (IOException e) {
      // The server may close the connection of such a client at any time; what counts is below.
      target.connectionLost(e);
    }
    return target.sickness();
  }

  private static CheckResult failed(int clients, String failure) {
    return new CheckResult(
        false, "failed after " + clients + " clients: " + failure, Map.of("clients", clients));
  }
}
