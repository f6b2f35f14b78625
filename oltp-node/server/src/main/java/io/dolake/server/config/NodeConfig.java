package io.dolake.server.config;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a node: a value for each of {@link NodeOptions}. Immutable.
 *
 * <p>{@link NodeConfigLoader} makes one from a file, the environment and flags.
 */
public final class NodeConfig {
  private final Map<ConfigOption<?>, Object> values;

  private NodeConfig(Map<ConfigOption<?>, Object> values) {
    this.values = values;
  }

  /** Defaults, except for the data directory. */
  public static NodeConfig defaults(Path dataDirectory) {
    return of(Map.of()).with(NodeOptions.DATA_DIRECTORY, dataDirectory);
  }

  /** Defaults with free ports, for nodes inside tests and other processes. */
  public static NodeConfig embedded(Path dataDirectory) {
    return defaults(dataDirectory)
        .with(NodeOptions.PG_PORT, 0)
        .with(NodeOptions.FEED_PORT, 0)
        .with(NodeOptions.HTTP_PORT, 0);
  }

  /** Defaults overlaid with parsed values; checks what no single option can. */
  static NodeConfig of(Map<ConfigOption<?>, Object> overrides) {
    Map<ConfigOption<?>, Object> values = new LinkedHashMap<>();
    for (ConfigOption<?> option : NodeOptions.all()) {
      Object value = overrides.get(option);
      values.put(option, value != null ? value : option.defaultValue());
    }
    return new NodeConfig(values);
  }

  /** A copy in which one option is different. */
  public <T> NodeConfig with(ConfigOption<T> option, T value) {
    Map<ConfigOption<?>, Object> changed = new HashMap<>(values);
    changed.put(option, value);
    return new NodeConfig(changed);
  }

  @SuppressWarnings("unchecked") // with() and the loader store values of the option's own type
  public <T> T get(ConfigOption<T> option) {
    return (T) values.get(option);
  }

  /**
   * Checks combinations of options.
   *
   * @throws DoLakeException CONFIGURATION_INVALID that names every problem
   */
  public NodeConfig validated() {
    throwIfAny(combinationProblems());
    return this;
  }

  List<String> combinationProblems() {
    boolean certificate = get(NodeOptions.TLS_CERTIFICATE).isPresent();
    if (certificate != get(NodeOptions.TLS_KEY).isPresent()) {
      return List.of("tls.certificate and tls.key must be set together");
    }
    if (get(NodeOptions.TLS_REQUIRED) && !certificate) {
      return List.of("tls.required needs tls.certificate and tls.key");
    }
    return List.of();
  }

  static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID,
          "configuration is not valid: " + String.join("; ", problems),
          "Run with --help for the list of options.");
    }
  }
}
