package io.dolake.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Layers a configuration: defaults, then a properties file, then environment variables {@code
 * DOLAKE_*}, then flags {@code --key=value} or {@code --key value}; later ones win. The file is
 * named by {@code --config} or {@code DOLAKE_CONFIG}. Everything that is wrong is reported at once.
 */
public final class NodeConfigLoader {
  private static final String FILE_FLAG = "config";
  private static final String FILE_VARIABLE = "DOLAKE_CONFIG";

  private final Map<String, ConfigOption<?>> optionsByKey = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<ConfigOption<?>, Object> values = new HashMap<>();

  private NodeConfigLoader() {
    NodeOptions.all().forEach(option -> optionsByKey.put(option.key(), option));
  }

  /**
   * @throws io.dolake.common.error.DoLakeException CONFIGURATION_INVALID that names every problem
   */
  public static NodeConfig load(List<String> flags, Map<String, String> environment) {
    return new NodeConfigLoader().loadLayers(flags, environment);
  }

  private NodeConfig loadLayers(List<String> flags, Map<String, String> environment) {
    Map<String, String> flagValues = parseFlags(flags);
    String file = flagValues.remove(FILE_FLAG);
    if (file == null) {
      file = environment.get(FILE_VARIABLE);
    }
    if (file != null) {
      readFile(Path.of(file));
    }
    readEnvironment(environment);
    flagValues.forEach((key, text) -> set(key, text, "--" + key));
    NodeConfig config = NodeConfig.of(values);
    problems.addAll(config.combinationProblems());
    NodeConfig.throwIfAny(problems);
    return config;
  }

  private Map<String, String> parseFlags(List<String> flags) {
    Map<String, String> result = new HashMap<>();
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      if (!flag.startsWith("--")) {
        problems.add("'" + flag + "' is not a flag: flags look like --pg.port=15432");
        continue;
      }
      int equals = flag.indexOf('=');
      if (equals >= 0) {
        result.put(flag.substring(2, equals), flag.substring(equals + 1));
      } else if (i + 1 < flags.size()) {
        result.put(flag.substring(2), flags.get(++i));
      } else {
        problems.add(flag + " needs a value");
      }
    }
    return result;
  }

  private void readFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("configuration file " + file + " cannot be read: " + e.getMessage());
      return;
    }
    for (String key : properties.stringPropertyNames()) {
      set(key, properties.getProperty(key), key + " in " + file);
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    for (ConfigOption<?> option : NodeOptions.all()) {
      String text = environment.get(option.environmentVariable());
      if (text != null) {
        set(option.key(), text, option.environmentVariable());
      }
    }
  }

  private void set(String key, String text, String origin) {
    ConfigOption<?> option = optionsByKey.get(key);
    if (option == null) {
      problems.add(origin + ": there is no option '" + key + "'");
      return;
    }
    try {
      values.put(option, option.parser().apply(text.trim()));
    } catch (IllegalArgumentException e) {
      problems.add(origin + " " + e.getMessage() + ", not '" + text + "'");
    }
  }
}
