package io.dolake.server.config;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * One thing that can be configured.
 *
 * @param key lower case, dots between groups, hyphens inside words
 * @param unit what values look like, for people: {@code port}, {@code duration}, ...
 * @param defaultText default as a user would write it; empty for none
 * @param parser makes a value from text; throws IllegalArgumentException with one line that says
 *     what is allowed
 * @param description one line for the table of options
 */
public record ConfigOption<T>(
    String key, String unit, String defaultText, Function<String, T> parser, String description) {
  public ConfigOption {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(defaultText, "defaultText");
    Objects.requireNonNull(parser, "parser");
    Objects.requireNonNull(description, "description");
  }

  T defaultValue() {
    return parser.apply(defaultText);
  }

  /** Name of the environment variable that sets it: {@code DOLAKE_PG_PORT} for {@code pg.port}. */
  public String environmentVariable() {
    return "DOLAKE_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
