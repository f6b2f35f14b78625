package io.dolake.server.pg.wire;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * PostgreSQL's binary format of {@code numeric}, big-endian:
 *
 * <pre>
 * int16 digit count | int16 weight | int16 sign (0, 0x4000 negative, 0xC000 NaN, 0xD000 and 0xF000 infinities) | int16 display scale | digits...
 * </pre>
 *
 * Each digit is an int16 from 0 to 9999; the first has the value digit * 10000^weight.
 */
final class NumericFormat {
  private static final int BASE_DIGITS = 4;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final int MAX_DIGITS = 32_767;

  private NumericFormat() {}

  static void write(ByteBuf out, BigDecimal value) {
    int scale = Math.max(0, value.scale());
    // Align the point to a whole number of base-10000 digits behind it.
    int groupsBehind = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
    BigInteger rest = value.abs().setScale(groupsBehind * BASE_DIGITS).unscaledValue();
    int count = 0;
    short[] digits = new short[rest.bitLength() / 13 + 2];
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits[count++] = parts[1].shortValue();
      rest = parts[0];
    }
    int trailing = 0;
    while (trailing < count && digits[trailing] == 0) {
      trailing++;
    }
    out.writeShort(count - trailing);
    out.writeShort(count == 0 ? 0 : count - groupsBehind - 1);
    out.writeShort(value.signum() < 0 ? NEGATIVE : 0);
    out.writeShort(scale);
    for (int i = count - 1; i >= trailing; i--) {
      out.writeShort(digits[i]);
    }
  }

  /** Writes NaN or an infinity, which have no digits. */
  static void writeSpecial(ByteBuf out, double value) {
    int sign = Double.isNaN(value) ? NAN : value > 0 ? INFINITY : NEGATIVE_INFINITY;
    out.writeShort(0).writeShort(0).writeShort(sign).writeShort(0);
  }

  static BigDecimal read(ByteBuf in, int length) {
    if (length < 8) {
      throw malformed();
    }
    int count = in.readUnsignedShort();
    int weight = in.readShort();
    int sign = in.readUnsignedShort();
    int scale = in.readUnsignedShort();
    if (count > MAX_DIGITS || length != 8 + 2 * count || (sign != 0 && sign != NEGATIVE)) {
      throw malformed();
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = in.readUnsignedShort();
      if (digit > 9999) {
        throw malformed();
      }
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int exponent = (weight - count + 1) * BASE_DIGITS;
    BigDecimal value = new BigDecimal(unscaled, -exponent);
    value = value.setScale(scale, java.math.RoundingMode.HALF_UP);
    return sign == NEGATIVE ? value.negate() : value;
  }

  private static DoLakeException malformed() {
    return new DoLakeException(
        ErrorCode.INVALID_BINARY_REPRESENTATION, "binary numeric parameter is malformed");
  }
}
