package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.pgcatalog.PostgresVersion;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.types.TimeZones;
import io.dolake.storage.IsolationLevel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SET, SHOW and RESET work on: settings that change how the session works, and those that
 * PostgreSQL's clients expect to exist. Names with a dot are free for applications.
 */
final class SessionSettings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|min|h|d)?");

  /** Longer than anybody waits, and still a number of nanoseconds. */
  private static final Duration NO_LIMIT = Duration.ofDays(10_000);

  private static final String NO_ROLE = "none";

  private static final List<String> READ_ONLY =
      List.of(
          "server_version",
          "server_version_num",
          "server_encoding",
          "integer_datetimes",
          "max_identifier_length",
          "block_size");

  private final Map<String, String> defaults = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();

  /** Values that SET LOCAL replaced, to be put back at the end of the transaction. */
  private final Map<String, String> beforeLocal = new TreeMap<>();

  private long changes;
  private List<String> searchPath;
  private ZoneId zone;
  private Duration statementTimeout;
  private Duration lockTimeout;
  private IsolationLevel isolation;
  private boolean readOnly;

  SessionSettings(SessionOptions options) {
    defaults.put("application_name", "");
    defaults.put("bytea_output", "hex");
    defaults.put("check_function_bodies", "on");
    defaults.put("client_encoding", "UTF8");
    defaults.put("client_min_messages", "notice");
    defaults.put("datestyle", "ISO, MDY");
    defaults.put("default_transaction_isolation", nameOf(options.isolation()));
    defaults.put("default_transaction_read_only", "off");
    defaults.put("default_table_access_method", "heap");
    defaults.put("default_tablespace", "");
    defaults.put("escape_string_warning", "on");
    defaults.put("extra_float_digits", "1");
    defaults.put("idle_in_transaction_session_timeout", "0");
    defaults.put("idle_session_timeout", "0");
    defaults.put("integer_datetimes", "on");
    defaults.put("intervalstyle", "postgres");
    defaults.put("is_superuser", "on");
    defaults.put("jit", "off");
    defaults.put("lock_timeout", options.lockTimeout().toMillis() + "ms");
    defaults.put("max_identifier_length", "63");
    defaults.put("block_size", "8192");
    defaults.put("quote_all_identifiers", "off");
    defaults.put("role", NO_ROLE);
    defaults.put("row_security", "off");
    defaults.put("search_path", "public");
    defaults.put("server_encoding", "UTF8");
    defaults.put("server_version", PostgresVersion.TEXT);
    defaults.put("server_version_num", PostgresVersion.NUMBER);
    defaults.put("session_authorization", options.user());
    defaults.put("standard_conforming_strings", "on");
    defaults.put("statement_timeout", options.statementTimeout().toMillis() + "ms");
    defaults.put("synchronize_seqscans", "on");
    defaults.put("synchronous_commit", "on");
    defaults.put("timezone", "UTC");
    defaults.put("transaction_timeout", "0");
    defaults.put("work_mem", "4MB");
    defaults.put("maintenance_work_mem", "64MB");
    defaults.put("xmloption", "content");
    values.putAll(defaults);
    applyAll();
  }

  List<String> searchPath() {
    return searchPath;
  }

  ZoneId zone() {
    return zone;
  }

  Duration statementTimeout() {
    return statementTimeout;
  }

  /** Longest wait for a lock; the setting 0 stands for no limit. */
  Duration lockTimeout() {
    return lockTimeout.isZero() ? NO_LIMIT : lockTimeout;
  }

  IsolationLevel isolation() {
    return isolation;
  }

  boolean readOnly() {
    return readOnly;
  }

  /** Value of a setting, or null. */
  String get(String name) {
    return values.get(name.toLowerCase(Locale.ROOT));
  }

  Map<String, String> all() {
    return values;
  }

  /** Sets a value; null values restore the default. */
  void set(String name, List<String> given, boolean local) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.equals("all")) {
      values.clear();
      values.putAll(defaults);
      applyAll();
      return;
    }
    if (READ_ONLY.contains(key)) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER, "setting \"" + key + "\" cannot be changed");
    }
    if (!values.containsKey(key) && key.indexOf('.') < 0) {
      String nearest = NearestName.of(key, values.keySet());
      throw new DoLakeException(
          ErrorCode.UNDEFINED_OBJECT,
          "there is no setting \"" + name + "\"",
          nearest == null ? "SHOW ALL lists the settings." : "Did you mean \"" + nearest + "\"?");
    }
    String before = values.get(key);
    String value = given == null ? defaults.get(key) : String.join(", ", given);
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    try {
      apply(key);
    } catch (RuntimeException e) {
      values.put(key, before);
      apply(key);
      throw e;
    }
    if (local) {
      beforeLocal.putIfAbsent(key, before == null ? "" : before);
    }
  }

  /** Puts back what SET LOCAL replaced. */
  void endOfTransaction() {
    if (!beforeLocal.isEmpty()) {
      values.putAll(beforeLocal);
      beforeLocal.clear();
      applyAll();
    }
  }

  /** How often anything was set, also to the value it had. */
  long changes() {
    return changes;
  }

  private void applyAll() {
    for (String key :
        List.of(
            "search_path",
            "timezone",
            "statement_timeout",
            "lock_timeout",
            "default_transaction_isolation",
            "default_transaction_read_only")) {
      apply(key);
    }
  }

  private void apply(String key) {
    changes++;
    switch (key) {
      case "role", "session_authorization" -> requireOwnUser(values.get(key));
      case "search_path" -> searchPath = parsePath(values.get(key));
      case "timezone" -> zone = TimeZones.parse(values.get(key));
      case "statement_timeout" -> statementTimeout = parseDuration(key, values.get(key));
      case "lock_timeout" -> lockTimeout = parseDuration(key, values.get(key));
      case "default_transaction_isolation" -> isolation = parseIsolation(values.get(key));
      case "default_transaction_read_only" -> readOnly = parseBoolean(key, values.get(key));
      default -> {
        // Known to clients only.
      }
    }
  }

  private void requireOwnUser(String user) {
    if (!user.equals(defaults.get("session_authorization")) && !user.equalsIgnoreCase(NO_ROLE)) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "a session cannot act as another user than its own",
          "Connect as \"" + user + "\".");
    }
  }

  private static List<String> parsePath(String value) {
    List<String> path = new ArrayList<>();
    for (String part : value.split(",")) {
      String schema = Schemas.canonical(part.strip().replace("\"", ""));
      if (!schema.isEmpty() && !schema.equals("$user") && !path.contains(schema)) {
        path.add(schema);
      }
    }
    if (!path.contains("pg_catalog")) {
      path.add("pg_catalog");
    }
    return List.copyOf(path);
  }

  private static Duration parseDuration(String key, String value) {
    Matcher matcher = DURATION.matcher(value.strip());
    if (!matcher.matches()) {
      throw invalid(key, value, "milliseconds, or a number with ms, s, min, h or d");
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    return switch (unit) {
      case "us" -> Duration.ofMillis(amount / 1000);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofMillis(amount);
    };
  }

  private static IsolationLevel parseIsolation(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "serializable" -> IsolationLevel.SERIALIZABLE;
      case "repeatable read", "snapshot" -> IsolationLevel.SNAPSHOT;
      case "read committed", "read uncommitted" -> IsolationLevel.READ_COMMITTED;
      default ->
          throw invalid(
              "default_transaction_isolation",
              value,
              "serializable, repeatable read, read committed or read uncommitted");
    };
  }

  static boolean parseBoolean(String key, String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "t" -> true;
      case "off", "false", "no", "0", "f" -> false;
      default -> throw invalid(key, value, "on or off");
    };
  }

  private static DoLakeException invalid(String key, String value, String allowed) {
    return new DoLakeException(
        ErrorCode.INVALID_PARAMETER,
        "\"" + key + "\" takes " + allowed + ", not \"" + value + "\"");
  }

  static String nameOf(IsolationLevel level) {
    return switch (level) {
      case SERIALIZABLE -> "serializable";
      case SNAPSHOT -> "repeatable read";
      case READ_COMMITTED -> "read committed";
    };
  }
}
