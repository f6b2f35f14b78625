package io.dolake.server.pg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTextTest {
  private static Object read(String text, PgType type) {
    return ParameterReader.text(text, type, ZoneOffset.UTC);
  }

  @Test
  void textsBecomeValuesOfTheirType() {
    assertThat(read(" 42 ", PgType.INT4)).isEqualTo(42L);
    assertThat(read("1e3", PgType.FLOAT8)).isEqualTo(1000.0);
    assertThat(read("-Infinity", PgType.FLOAT8)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read("12.340", PgType.NUMERIC)).isEqualTo(new BigDecimal("12.340"));
    assertThat(read("YES", PgType.BOOL)).isEqualTo(true);
    assertThat(read("0", PgType.BOOL)).isEqualTo(false);
    assertThat((byte[]) read("\\x0aFF", PgType.BYTEA)).containsExactly(10, -1);
    assertThat((byte[]) read("a\\\\b\\001", PgType.BYTEA)).containsExactly('a', '\\', 'b', 1);
    assertThat(read("2026-03-01", PgType.DATE)).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(read("2026-03-01 +00", PgType.DATE)).isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(read("0044-03-15 BC", PgType.DATE)).isEqualTo(LocalDate.of(-43, 3, 15));
    assertThat(read("12:30", PgType.TIME)).isEqualTo(LocalTime.of(12, 30));
    assertThat(read("2026-03-01T12:30:00.1234567", PgType.TIMESTAMP))
        .isEqualTo(LocalDateTime.of(2026, 3, 1, 12, 30, 0, 123_456_000));
    assertThat(read("2026-03-01 24:00:00", PgType.TIMESTAMP))
        .isEqualTo(LocalDateTime.of(2026, 3, 2, 0, 0));
    assertThat(read("2026-03-01 12:00:00-05:30", PgType.TIMESTAMPTZ))
        .isEqualTo(Instant.parse("2026-03-01T17:30:00Z"));
    assertThat(read("{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", PgType.UUID))
        .hasToString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  }

  @Test
  void timestampWithoutOffsetIsInTheZoneOfTheSession() {
    assertThat(
            ParameterReader.text(
                "2026-07-01 12:00:00", PgType.TIMESTAMPTZ, ZoneId.of("Europe/Berlin")))
        .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, INT8, INVALID_TEXT_REPRESENTATION",
    "1.5, INT8, INVALID_TEXT_REPRESENTATION",
    "99999999999999999999, INT8, NUMERIC_OUT_OF_RANGE",
    "40000, INT2, NUMERIC_OUT_OF_RANGE",
    "1.5f, FLOAT8, INVALID_TEXT_REPRESENTATION",
    "1e999999999, NUMERIC, NUMERIC_OUT_OF_RANGE",
    "maybe, BOOL, INVALID_TEXT_REPRESENTATION",
    "2026-02-30, DATE, INVALID_DATETIME",
    "25:00, TIME, INVALID_DATETIME",
    "yesterday, TIMESTAMP, INVALID_DATETIME",
    "\\x0, BYTEA, INVALID_TEXT_REPRESENTATION",
    "123, UUID, INVALID_TEXT_REPRESENTATION"
  })
  void otherTextsAreRefused(String text, PgType type, ErrorCode code) {
    assertThatThrownBy(() -> read(text, type))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e).hasMessageContaining(text);
            });
  }
}
