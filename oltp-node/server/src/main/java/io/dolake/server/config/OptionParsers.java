package io.dolake.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of an option becomes its value. */
final class OptionParsers {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");

  private OptionParsers() {}

  static Function<String, Integer> integer(int minimum, int maximum) {
    return text -> {
      try {
        int value = Integer.parseInt(text);
        if (value >= minimum && value <= maximum) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Told below, like a number out of range.
      }
      throw new IllegalArgumentException(
          "must be a whole number from " + minimum + " to " + maximum);
    };
  }

  static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  /** {@code 0}, {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. */
  static Duration duration(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      switch (matcher.group(2)) {
        case "ms":
          return Duration.ofMillis(amount);
        case "s":
          return Duration.ofSeconds(amount);
        case "m", "min":
          return Duration.ofMinutes(amount);
        case "h":
          return Duration.ofHours(amount);
        case "d":
          return Duration.ofDays(amount);
        default:
          if (amount == 0) {
            return Duration.ZERO;
          }
      }
    }
    throw new IllegalArgumentException("must be a duration such as 250ms, 30s, 5m, 2h or 0");
  }

  /** {@code 65536}, {@code 64KiB}, {@code 16MiB}, {@code 1GiB}. */
  static Function<String, Long> bytes(long minimum, long maximum) {
    return text -> {
      long value = parseBytes(text);
      if (value < minimum || value > maximum) {
        throw new IllegalArgumentException(
            "must be a size from " + minimum + " to " + maximum + " bytes, such as 16MiB");
      }
      return value;
    };
  }

  private static long parseBytes(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 0;
          case "k", "kb", "kib" -> 10;
          case "m", "mb", "mib" -> 20;
          case "g", "gb", "gib" -> 30;
          default -> -1;
        };
    long amount = Long.parseLong(matcher.group(1));
    return shift < 0 || amount > Long.MAX_VALUE >> shift ? -1 : amount << shift;
  }

  static Function<String, String> nonEmpty() {
    return text -> {
      if (text.isBlank()) {
        throw new IllegalArgumentException("must not be empty");
      }
      return text;
    };
  }

  static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must name a path");
    }
    return Path.of(text);
  }

  static Optional<Path> optionalPath(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /** Constants of an enum in lower case with hyphens. */
  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (nameOf(constant).equalsIgnoreCase(text.replace(' ', '-').replace('_', '-'))) {
          return constant;
        }
      }
      StringBuilder allowed = new StringBuilder();
      for (E constant : type.getEnumConstants()) {
        allowed.append(allowed.length() == 0 ? "" : ", ").append(nameOf(constant));
      }
      throw new IllegalArgumentException("must be one of " + allowed);
    };
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
