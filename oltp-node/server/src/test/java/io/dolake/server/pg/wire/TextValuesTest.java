package io.dolake.server.pg.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextValuesTest {
  private static String text(Object value) {
    return text(value, ZoneOffset.UTC);
  }

  private static String text(Object value, ZoneId zone) {
    ByteBuf out = Unpooled.buffer(1);
    TextValues.write(out, value, zone);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Expected texts are what PostgreSQL 15 prints. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "1e15, 1e+15",
    "123456789012345, 123456789012345",
    "1e-4, 0.0001",
    "1e-5, 1e-05",
    "1.5e300, 1.5e+300",
    "-2.5e-10, -2.5e-10",
    "1234567.125, 1234567.125",
    "-0.0, -0"
  })
  void doublesArePrintedAsPostgresDoes(double value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @Test
  void doublesThatAreNoNumbersHaveNames() {
    assertThat(text(Double.NaN)).isEqualTo("NaN");
    assertThat(text(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 9, 10, -10, 99, 100, 1234567890123456789L, Long.MAX_VALUE, Long.MIN_VALUE})
  void integersAreDecimal(long value) {
    assertThat(text(value)).isEqualTo(Long.toString(value));
  }

  @Test
  void otherTypesAreInIsoForm() {
    assertThat(text(true)).isEqualTo("t");
    assertThat(text(new byte[] {0, (byte) 0xab})).isEqualTo("\\x00ab");
    assertThat(text(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(text(LocalDate.of(26, 3, 1))).isEqualTo("0026-03-01");
    assertThat(text(LocalDate.of(-43, 3, 15))).isEqualTo("0044-03-15 BC");
    assertThat(text(LocalTime.of(1, 2, 3, 40_000_000))).isEqualTo("01:02:03.04");
    assertThat(text(LocalDateTime.of(2026, 3, 1, 12, 0))).isEqualTo("2026-03-01 12:00:00");
    assertThat(text("grün")).isEqualTo("grün");
  }

  @Test
  void instantsAreShownInTheZoneOfTheSession() {
    Instant instant = Instant.parse("2026-07-01T10:00:00.5Z");
    assertThat(text(instant)).isEqualTo("2026-07-01 10:00:00.5+00");
    assertThat(text(instant, ZoneId.of("Europe/Berlin"))).isEqualTo("2026-07-01 12:00:00.5+02");
    assertThat(text(instant, ZoneId.of("Asia/Kolkata"))).isEqualTo("2026-07-01 15:30:00.5+05:30");
  }
}
