package io.dolake.cli.up;

import java.net.URI;
import java.util.List;

/**
 * A DoLake that somebody else runs; closing it stops nothing.
 *
 * @param process tells when this process is to stop; its owner closes it
 */
public record ExternalStack(
    String databaseUrl, URI catalogUri, String feedAddress, ServerProcess process)
    implements RunningStack {
  @Override
  public List<String> killableParts() {
    return List.of();
  }

  @Override
  public void kill(String part) {
    throw new IllegalArgumentException(part + " is not ours to kill");
  }

  @Override
  public boolean awaitStop(long millis) {
    return process.awaitStop(millis);
  }

  @Override
  public void close() {
    process.close();
  }
}
