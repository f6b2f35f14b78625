package io.dolake.sql.types;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Names of time zones: of regions in any case, abbreviations, and offsets such as +02:00. */
public final class TimeZones {
  private TimeZones() {}

  /** The zone of this name, or INVALID_PARAMETER. */
  public static ZoneId parse(String name) {
    try {
      return ZoneId.of(name.strip(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      for (String id : ZoneId.getAvailableZoneIds()) {
        if (id.equalsIgnoreCase(name.strip())) {
          return ZoneId.of(id);
        }
      }
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "time zone \"" + name + "\" not recognized",
          "Name a zone such as UTC, Europe/Berlin or +02:00.");
    }
  }
}
