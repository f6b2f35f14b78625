package io.dolake.server.pg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BinaryFormatTest {
  private static ByteBuf encode(Object value, PgType type) {
    ByteBuf out = Unpooled.buffer();
    BinaryValues.write(out, value, type, ZoneOffset.UTC);
    return out;
  }

  private static Object roundTrip(Object value, PgType type) {
    ByteBuf bytes = encode(value, type);
    Object read = ParameterReader.binary(bytes, bytes.readableBytes(), type);
    assertThat(bytes.isReadable()).isFalse();
    return read;
  }

  @Test
  void numbersComeBackWithTheirScale() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      BigDecimal value =
          new BigDecimal(new BigInteger(random.nextInt(130), random), random.nextInt(40));
      BigDecimal signed = random.nextBoolean() ? value : value.negate();
      assertThat(roundTrip(signed, PgType.NUMERIC)).as("seed %d", seed).isEqualTo(signed);
    }
  }

  /** Bytes are those that PostgreSQL 15 sends. */
  @Test
  void numbersHaveThePostgresLayout() {
    assertThat(ByteBufUtil.hexDump(encode(new BigDecimal("12345.67"), PgType.NUMERIC)))
        .isEqualTo("0003000100000002" + "000109291a2c");
    assertThat(ByteBufUtil.hexDump(encode(new BigDecimal("0.00"), PgType.NUMERIC)))
        .isEqualTo("0000000000000002");
    assertThat(ByteBufUtil.hexDump(encode(new BigDecimal("-0.0001"), PgType.NUMERIC)))
        .isEqualTo("0001ffff40000004" + "0001");
    assertThat(ByteBufUtil.hexDump(encode(new BigDecimal("10000"), PgType.NUMERIC)))
        .isEqualTo("0001000100000000" + "0001");
  }

  @Test
  void otherTypesComeBack() {
    UUID uuid = UUID.randomUUID();
    assertThat(roundTrip(uuid, PgType.UUID)).isEqualTo(uuid);
    assertThat(roundTrip(-5L, PgType.INT8)).isEqualTo(-5L);
    assertThat(roundTrip(-5L, PgType.INT4)).isEqualTo(-5L);
    assertThat(roundTrip(-5L, PgType.INT2)).isEqualTo(-5L);
    assertThat(roundTrip(1.5, PgType.FLOAT8)).isEqualTo(1.5);
    assertThat(roundTrip(true, PgType.BOOL)).isEqualTo(true);
    assertThat(roundTrip("süß", PgType.TEXT)).isEqualTo("süß");
    assertThat(roundTrip(LocalDate.of(1999, 12, 31), PgType.DATE))
        .isEqualTo(LocalDate.of(1999, 12, 31));
    LocalTime time = LocalTime.of(23, 59, 59, 999_999_000);
    assertThat(roundTrip(time, PgType.TIME)).isEqualTo(time);
    LocalDateTime dateTime = LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1000);
    assertThat(roundTrip(dateTime, PgType.TIMESTAMP)).isEqualTo(dateTime);
    Instant instant = Instant.parse("2026-03-01T00:00:00.000001Z");
    assertThat(roundTrip(instant, PgType.TIMESTAMPTZ)).isEqualTo(instant);
  }

  @Test
  void wrongLengthsAreRefused() {
    for (PgType type : PgType.values()) {
      if (type.length() > 0 && type != PgType.NAME && type != PgType.CHAR) {
        ByteBuf bytes = Unpooled.wrappedBuffer(new byte[type.length() + 1]);
        assertThatThrownBy(() -> ParameterReader.binary(bytes, type.length() + 1, type))
            .isInstanceOf(DoLakeException.class)
            .hasMessageContaining("malformed");
      }
    }
    assertThatThrownBy(
            () -> ParameterReader.binary(Unpooled.wrappedBuffer(new byte[7]), 7, PgType.NUMERIC))
        .isInstanceOf(DoLakeException.class);
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> ParameterReader.utf8(bytes, 2))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> ParameterReader.utf8(Unpooled.wrappedBuffer(new byte[] {65, 0}), 2))
        .isInstanceOf(DoLakeException.class);
  }
}
