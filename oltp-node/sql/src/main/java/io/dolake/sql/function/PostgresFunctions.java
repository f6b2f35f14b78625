package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.pgcatalog.PostgresNames;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.Cast;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.TimeZones;
import io.dolake.sql.types.Values;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** Functions of PostgreSQL's that its tools and applications send. */
final class PostgresFunctions {
  private PostgresFunctions() {}

  static void register(FunctionRegistry registry) {
    for (String name : List.of("now", "transaction_timestamp", "statement_timestamp")) {
      registry.stable(
          name, 0, 0, ColumnType.TIMESTAMPTZ, (args, frame) -> frame.context().statementTime());
    }
    registry.volatileFunction(
        "clock_timestamp", 0, 0, ColumnType.TIMESTAMPTZ, (args, f) -> Instant.now());
    registry.stable("localtimestamp", 0, 0, ColumnType.TIMESTAMP, (args, frame) -> local(frame));
    registry.stable(
        "localtime", 0, 0, ColumnType.TIME, (args, frame) -> local(frame).toLocalTime());
    for (String name : List.of("gen_random_uuid", "uuid_generate_v4")) {
      registry.volatileFunction(name, 0, 0, ColumnType.UUID, (args, frame) -> UUID.randomUUID());
    }
    registry.pure("extract", 2, 2, ColumnType.NUMBER, (args, frame) -> field(args));
    registry.pure("date_part", 2, 2, ColumnType.REAL, (args, frame) -> datePart(args));
    registry.pure(
        "date_trunc",
        2,
        3,
        types -> isInstant(types.get(1)) ? ColumnType.TIMESTAMPTZ : ColumnType.TIMESTAMP,
        (args, frame) -> truncate(args));
    registry.pure(
        "timezone", 2, 2, types -> zonedType(types.get(1)), (args, frame) -> inZone(args));
    registry.pure("to_char", 2, 2, ColumnType.TEXT, (args, frame) -> toChar(args));
    registry.pure("to_timestamp", 1, 1, ColumnType.TIMESTAMPTZ, (args, frame) -> toTimestamp(args));
    registry.pure("to_date", 2, 2, ColumnType.DATE, (args, f) -> Cast.to(ColumnType.DATE, args[0]));
    registry.pure("make_date", 3, 3, ColumnType.DATE, (args, frame) -> makeDate(args));
    registry.pure("regexp_replace", 3, 4, ColumnType.TEXT, (args, frame) -> replace(args));
    registry.pure("regexp_like", 2, 2, ColumnType.BOOLEAN, (args, frame) -> like(args));
    registry.pure("array_position", 2, 2, ColumnType.INTEGER, (args, frame) -> position(args));
    registry.add(
        new FunctionDef(
            "array_remove",
            2,
            2,
            Volatility.IMMUTABLE,
            types -> types.get(0),
            types -> {
              TypeKind kind = elementKind(types.get(0));
              return (args, frame) -> without(args[0], args[1], kind);
            }));
    registry.pure("array_length", 1, 2, ColumnType.INTEGER, (args, frame) -> arrayLength(args));
    registry.pure("cardinality", 1, 1, ColumnType.INTEGER, (args, frame) -> arrayLength(args));
    registry.pure("array_to_string", 2, 3, ColumnType.TEXT, (args, frame) -> arrayText(args));
    registry.pure("quote_ident", 1, 1, ColumnType.TEXT, (args, frame) -> quoteName(args[0]));
    registry.pure("quote_literal", 1, 1, ColumnType.TEXT, (args, f) -> quoteLiteral(args[0]));
    registry.pure("num_nulls", 1, -1, ColumnType.INTEGER, (args, frame) -> nulls(args));
    registry.pure("div", 2, 2, ColumnType.INTEGER, (args, frame) -> div(args));
  }

  private static LocalDateTime local(Frame frame) {
    return LocalDateTime.ofInstant(
        frame.context().statementTime(), frame.context().session().zone());
  }

  private static boolean anyNull(Object[] args) {
    for (Object arg : args) {
      if (arg == null) {
        return true;
      }
    }
    return false;
  }

  private static LocalDateTime timestamp(Object value) {
    return (LocalDateTime) Cast.to(ColumnType.TIMESTAMP, value);
  }

  private static Object datePart(Object[] args) {
    Object value = field(args);
    return value == null ? null : (Object) ((Number) value).doubleValue();
  }

  private static Object field(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    LocalDateTime at = timestamp(args[1]);
    String field = TextForm.of(args[0]).toLowerCase(Locale.ROOT);
    return switch (field) {
      case "year" -> (Object) (long) at.getYear();
      case "isoyear" -> (long) at.get(IsoFields.WEEK_BASED_YEAR);
      case "quarter" -> (long) at.get(IsoFields.QUARTER_OF_YEAR);
      case "month" -> (long) at.getMonthValue();
      case "week" -> (long) at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "day" -> (long) at.getDayOfMonth();
      case "doy" -> (long) at.getDayOfYear();
      case "dow" -> at.getDayOfWeek().getValue() % 7L;
      case "isodow" -> (long) at.getDayOfWeek().getValue();
      case "hour" -> (long) at.getHour();
      case "minute" -> (long) at.getMinute();
      case "second" -> BigDecimal.valueOf(at.getSecond() * 1_000_000L + at.getNano() / 1_000, 6);
      case "milliseconds" ->
          BigDecimal.valueOf(at.getSecond() * 1_000_000L + at.getNano() / 1_000, 3);
      case "microseconds" -> at.getSecond() * 1_000_000L + at.getNano() / 1_000;
      case "epoch" -> {
        long seconds = at.toEpochSecond(ZoneOffset.UTC);
        yield BigDecimal.valueOf(seconds * 1_000_000L + at.getNano() / 1_000, 6);
      }
      case "decade" -> Math.floorDiv(at.getYear(), 10L);
      case "century" -> (at.getYear() + 99L) / 100;
      default -> throw unknown(field);
    };
  }

  private static DoLakeException unknown(String unit) {
    return new DoLakeException(ErrorCode.INVALID_PARAMETER, "unknown unit of time: " + unit);
  }

  private static boolean isInstant(ColumnType type) {
    return type.kind() == TypeKind.TIMESTAMPTZ;
  }

  /** An instant becomes the time that clocks of the zone show, such a time the instant. */
  private static ColumnType zonedType(ColumnType type) {
    return switch (type.kind()) {
      case TIMESTAMPTZ -> ColumnType.TIMESTAMP;
      case TIMESTAMP, DATE -> ColumnType.TIMESTAMPTZ;
      default -> ColumnType.ANY;
    };
  }

  /** {@code timezone(zone, t)}, which is {@code t AT TIME ZONE zone}; a text is an instant. */
  private static Object inZone(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    ZoneId zone = TimeZones.parse(TextForm.of(args[0]));
    if (args[1] instanceof LocalDateTime || args[1] instanceof LocalDate) {
      return timestamp(args[1]).atZone(zone).toInstant();
    }
    Instant instant = (Instant) Cast.to(ColumnType.TIMESTAMPTZ, args[1]);
    return LocalDateTime.ofInstant(instant, zone);
  }

  /** {@code date_trunc(unit, t [, zone])}; without a zone instants are cut in UTC. */
  private static Object truncate(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    String unit = TextForm.of(args[0]).toLowerCase(Locale.ROOT);
    if (args[1] instanceof Instant instant) {
      ZoneId zone = args.length > 2 ? TimeZones.parse(TextForm.of(args[2])) : ZoneOffset.UTC;
      return truncate(unit, LocalDateTime.ofInstant(instant, zone)).atZone(zone).toInstant();
    }
    return truncate(unit, timestamp(args[1]));
  }

  private static LocalDateTime truncate(String unit, LocalDateTime at) {
    LocalDate day = at.toLocalDate();
    return switch (unit) {
      case "microseconds" -> at.truncatedTo(ChronoUnit.MICROS);
      case "milliseconds" -> at.truncatedTo(ChronoUnit.MILLIS);
      case "second" -> at.truncatedTo(ChronoUnit.SECONDS);
      case "minute" -> at.truncatedTo(ChronoUnit.MINUTES);
      case "hour" -> at.truncatedTo(ChronoUnit.HOURS);
      case "day" -> day.atStartOfDay();
      case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
      case "month" -> day.withDayOfMonth(1).atStartOfDay();
      case "quarter" ->
          day.withDayOfMonth(1)
              .with(ChronoField.MONTH_OF_YEAR, (day.getMonthValue() - 1) / 3 * 3 + 1L)
              .atStartOfDay();
      case "year" -> day.withDayOfYear(1).atStartOfDay();
      default -> throw unknown(unit);
    };
  }

  private static Object toChar(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    if (args[0] instanceof Number) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "to_char() formats dates and times only",
          "Use printf() or format() for numbers.");
    }
    return DateTemplate.format(timestamp(args[0]), TextForm.of(args[1]));
  }

  private static Object toTimestamp(Object[] args) {
    if (args[0] == null) {
      return null;
    }
    if (args[0] instanceof Number) {
      long micros = Math.round(Arithmetic.toDouble(args[0]) * 1_000_000);
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
    return Cast.to(ColumnType.TIMESTAMPTZ, args[0]);
  }

  private static Object makeDate(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    String text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            Arithmetic.toLong(args[0]),
            Arithmetic.toLong(args[1]),
            Arithmetic.toLong(args[2]));
    return Cast.to(ColumnType.DATE, text);
  }

  private static Object replace(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    String flags = args.length > 3 ? TextForm.of(args[3]) : "";
    String replacement = TextForm.of(args[2]).replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1");
    java.util.regex.Matcher matcher =
        Regex.pattern(TextForm.of(args[1]), flags.contains("i")).matcher(TextForm.of(args[0]));
    return flags.contains("g")
        ? matcher.replaceAll(replacement)
        : matcher.replaceFirst(replacement);
  }

  private static Object like(Object[] args) {
    return anyNull(args)
        ? null
        : (Object) Regex.find(TextForm.of(args[1]), TextForm.of(args[0]), false);
  }

  private static Object position(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    List<Object> elements = Arrays.elements(TextForm.of(args[0]));
    String wanted = TextForm.of(args[1]);
    for (int i = 0; i < elements.size(); i++) {
      if (wanted.equals(TextForm.of(elements.get(i)))) {
        return i + 1L;
      }
    }
    return null;
  }

  /** Texts of no declared type are arrays of texts. */
  private static TypeKind elementKind(ColumnType type) {
    return type.isArray() ? type.elementType().kind() : TypeKind.TEXT;
  }

  /** The array without the elements that equal one, which may be NULL. */
  private static Object without(Object array, Object element, TypeKind kind) {
    if (array == null) {
      return null;
    }
    String unwanted = TextForm.of(element);
    List<Object> kept = new ArrayList<>(Arrays.elements(TextForm.of(array), kind));
    kept.removeIf(each -> Objects.equals(TextForm.of(each), unwanted));
    return Arrays.of(kind, kept);
  }

  private static Object arrayLength(Object[] args) {
    if (args[0] == null) {
      return null;
    }
    return (long) Arrays.elements(TextForm.of(args[0])).size();
  }

  private static Object arrayText(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object element : Arrays.elements(TextForm.of(args[0]))) {
      Object shown = element == null && args.length > 2 ? args[2] : element;
      if (shown != null) {
        out.append(first ? "" : TextForm.of(args[1])).append(TextForm.of(shown));
        first = false;
      }
    }
    return out.toString();
  }

  private static Object quoteName(Object name) {
    return name == null ? null : PostgresNames.quoted(TextForm.of(name));
  }

  private static Object quoteLiteral(Object value) {
    return value == null ? null : "'" + TextForm.of(value).replace("'", "''") + "'";
  }

  private static Object nulls(Object[] args) {
    long count = 0;
    for (Object arg : args) {
      count += arg == null ? 1 : 0;
    }
    return count;
  }

  private static Object div(Object[] args) {
    if (anyNull(args)) {
      return null;
    }
    if (!Values.isTrue(args[1])) {
      throw new DoLakeException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }
    return Arithmetic.toLong(args[0]) / Arithmetic.toLong(args[1]);
  }
}
