package io.dolake.sql.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTextTest {
  @Test
  void theUsualFormsAreRead() {
    LocalDateTime time = LocalDateTime.of(2026, 2, 28, 23, 59, 58);
    assertThat(DateTimeText.parseTimestamp("2026-02-28 23:59:58")).isEqualTo(time);
    assertThat(DateTimeText.parseTimestamp("2026-02-28T23:59:58")).isEqualTo(time);
    assertThat(DateTimeText.parseTimestamp("2026-2-28 23:59")).isEqualTo(time.withSecond(0));
    assertThat(DateTimeText.parseTimestamp("2026-02-28 23:59:58.25+02"))
        .isEqualTo(time.withNano(250_000_000));
    assertThat(DateTimeText.parseInstant("2026-02-28 23:59:58"))
        .isEqualTo(Instant.parse("2026-02-28T23:59:58Z"));
    assertThat(DateTimeText.parseInstant("2026-02-28 23:59:58-01:30"))
        .isEqualTo(Instant.parse("2026-03-01T01:29:58Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29 00:00:00",
        "2026-13-01 00:00:00",
        "2026-01-01 24:00:00",
        "2026-01-01 00:60:00",
        "2026-01-01 00:00:6x",
        "2026-01-01 00:00:-1",
        "2026-01-01_00:00:00",
        "+026-01-01 00:00:00",
        "now",
        ""
      })
  void whatIsNoTimeIsNull(String text) {
    assertThat(DateTimeText.parseTimestamp(text)).isNull();
    assertThat(DateTimeText.parseInstant(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void blanksAroundATimeChangeNothing(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text =
          String.format(
              Locale.ROOT,
              "%04d-%02d-%02d%c%02d:%02d:%02d",
              random.nextInt(10_000),
              random.nextInt(14),
              random.nextInt(33),
              random.nextBoolean() ? ' ' : 'T',
              random.nextInt(26),
              random.nextInt(62),
              random.nextInt(62));
      assertThat(DateTimeText.parseTimestamp(text))
          .as(text)
          .isEqualTo(DateTimeText.parseTimestamp(' ' + text + ' '));
    }
  }
}
