package io.dolake.server.pg.session;

import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.sql.SqlSession;
import io.dolake.sql.pgcatalog.PostgresVersion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings whose values the client is told at the start and whenever they change. */
final class ReportedSettings {
  private static final Map<String, String> DEFAULTS = defaults();

  private final SqlSession session;

  /** What differs from the defaults; null while nothing does. */
  private Map<String, String> reported;

  private ZoneId zone = ZoneOffset.UTC;

  /** The session's count of changes when the client was told last. */
  private long toldChanges;

  ReportedSettings(SqlSession session) {
    this.session = session;
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("server_version", PostgresVersion.TEXT);
    defaults.put("server_encoding", "UTF8");
    defaults.put("client_encoding", "UTF8");
    defaults.put("application_name", "");
    defaults.put("default_transaction_read_only", "off");
    defaults.put("in_hot_standby", "off");
    defaults.put("is_superuser", "on");
    defaults.put("session_authorization", "dolake");
    defaults.put("DateStyle", "ISO, MDY");
    defaults.put("IntervalStyle", "postgres");
    defaults.put("TimeZone", "UTC");
    defaults.put("integer_datetimes", "on");
    defaults.put("standard_conforming_strings", "on");
    return defaults;
  }

  void reportAll(BackendWriter out) {
    refresh();
    DEFAULTS.forEach((name, value) -> out.parameterStatus(name, current(name, value)));
    rememberReported();
  }

  /** Whether the session has set anything since the client was told last. */
  boolean mayHaveChanged() {
    return session.settingChanges() != toldChanges;
  }

  void reportChanged(BackendWriter out) {
    refresh();
    DEFAULTS.forEach(
        (name, value) -> {
          String now = current(name, value);
          String before = reported == null ? value : reported.getOrDefault(name, value);
          if (!now.equals(before)) {
            out.parameterStatus(name, now);
          }
        });
    rememberReported();
  }

  private void rememberReported() {
    Map<String, String> differing = new HashMap<>();
    DEFAULTS.forEach(
        (name, value) -> {
          String now = current(name, value);
          if (!now.equals(value)) {
            differing.put(name, now);
          }
        });
    reported = differing.isEmpty() ? null : Map.copyOf(differing);
  }

  private String current(String name, String defaultValue) {
    switch (name) {
      case "server_version", "server_encoding", "integer_datetimes", "DateStyle":
        return defaultValue; // facts about the server, whatever the session says
      case "client_encoding":
        return "UTF8";
      default:
        String value = session.setting(name);
        return value == null ? defaultValue : value;
    }
  }

  private void refresh() {
    toldChanges = session.settingChanges();
    zone = zoneOf(session.setting("TimeZone"));
  }

  /** Zone that instants are shown in. */
  ZoneId zone() {
    return zone;
  }

  private static ZoneId zoneOf(String name) {
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}
