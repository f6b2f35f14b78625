package io.dolake.server.pg.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings out of a startup message's parameters. */
final class StartupSettings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,62}");
  private static final Pattern COMMAND_LINE_OPTION =
      Pattern.compile("(?:-c\\s*|--)([A-Za-z_][\\w.-]*)=((?:\\\\.|[^\\s\\\\])*)");

  private StartupSettings() {}

  /** Names and values in the order given; {@code options='-c name=value'} included. */
  static Map<String, String> of(Map<String, String> startupParameters) {
    Map<String, String> settings = new LinkedHashMap<>();
    startupParameters.forEach(
        (name, value) -> {
          switch (name) {
            case "user", "database", "replication" -> {}
            case "options" -> addOptions(value, settings);
            default -> {
              if (NAME.matcher(name).matches()) {
                settings.put(name, value);
              }
            }
          }
        });
    return settings;
  }

  private static void addOptions(String options, Map<String, String> settings) {
    Matcher matcher = COMMAND_LINE_OPTION.matcher(options);
    while (matcher.find()) {
      settings.put(matcher.group(1).replace('-', '_'), matcher.group(2).replace("\\", ""));
    }
  }
}
