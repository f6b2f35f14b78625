package io.dolake.cli.up;

import java.net.URI;
import java.util.List;

/**
 * A DoLake that serves: database, catalog and lake job, wherever they run. The owner closes it,
 * which stops what it started.
 */
public interface RunningStack extends AutoCloseable {
  /** {@code postgresql://host:port/database}. */
  String databaseUrl();

  /** Root of the Iceberg REST catalog. */
  URI catalogUri();

  /** {@code host:port} of the node's change feed. */
  String feedAddress();

  /** Names of the parts that can be killed one by one, in the order they were started. */
  List<String> killableParts();

  /**
   * Kills a part as kill -9 does. It is started again by itself.
   *
   * @throws IllegalArgumentException if it is not one of {@link #killableParts}
   */
  void kill(String part);

  /** Waits up to the time; true once this process was told to stop (Ctrl-C, SIGTERM). */
  boolean awaitStop(long millis);

  @Override
  void close();
}
