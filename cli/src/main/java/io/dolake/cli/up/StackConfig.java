package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration of a whole DoLake: one properties file whose keys begin with the part they are
 * for ({@code node.pg.port=15432}), overlaid with {@code --set key=value}. Immutable.
 *
 * @param dataDirectory below which every part keeps its files unless told otherwise
 * @param values all keys that were set, prefix included
 */
public record StackConfig(Path dataDirectory, Map<String, String> values) {
  private static final List<String> PARTS = List.of("node.", "catalog.", "job.", "web.");

  public StackConfig {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    values = Map.copyOf(values);
  }

  /**
   * @param file may be null
   * @param settings {@code key=value} pairs; they win over the file
   * @throws DoLakeException CONFIGURATION_INVALID that names every problem
   */
  public static StackConfig load(Path dataDirectory, Path file, List<String> settings) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    if (file != null) {
      readFile(file, values, problems);
    }
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        problems.add("'" + setting + "' is not key=value");
      } else {
        values.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
      }
    }
    for (String key : new TreeMap<>(values).keySet()) {
      if (PARTS.stream().noneMatch(key::startsWith)) {
        problems.add(
            "'" + key + "' belongs to no part: keys begin with " + String.join(", ", PARTS));
      }
    }
    if (!problems.isEmpty()) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID,
          String.join("; ", problems),
          "docs/operations.md lists every key");
    }
    return new StackConfig(dataDirectory, values);
  }

  private static void readFile(Path file, Map<String, String> values, List<String> problems) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("configuration file " + file + " cannot be read: " + e.getMessage());
    }
    properties.forEach((key, value) -> values.put((String) key, ((String) value).strip()));
  }

  /** Keys of one part without their prefix, in order. */
  Map<String, String> part(String prefix) {
    Map<String, String> part = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            part.put(key.substring(prefix.length()), value);
          }
        });
    return part;
  }

  String get(String key, String defaultValue) {
    return values.getOrDefault(key, defaultValue);
  }

  int getInt(String key, int defaultValue) {
    String value = values.get(key);
    if (value == null) {
      return defaultValue;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID, key + " is '" + value + "', which is not a number");
    }
  }
}
