package io.dolake.common.key;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimals in key form, whatever their scale: a value is {@code 0.d1d2d3... * 100^exponent} with
 * base-100 digits, {@code d1} and the last digit not zero. Written as sign tag, exponent in the
 * form of an integer key, each digit plus one, and a zero byte; all but the tag inverted below
 * zero.
 */
final class DecimalKey {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private DecimalKey() {}

  static void encode(ByteWriter out, BigDecimal value) {
    int sign = value.signum();
    if (sign == 0) {
      out.putByte(KeyTags.DECIMAL_ZERO);
      return;
    }
    // An even number of decimals makes base-100 digits line up with the decimal point.
    BigDecimal aligned = (value.scale() & 1) == 0 ? value : value.setScale(value.scale() + 1);
    byte[] digits = base100(aligned.unscaledValue().abs());
    int exponent = digits.length - aligned.scale() / 2;
    int count = digits.length;
    while (digits[count - 1] == 0) {
      count--;
    }
    out.putByte(sign > 0 ? KeyTags.DECIMAL_POSITIVE : KeyTags.DECIMAL_NEGATIVE);
    int start = out.length();
    KeyEncoder.encodeInteger(out, exponent);
    for (int i = 0; i < count; i++) {
      out.putByte(digits[i] + 1);
    }
    out.putByte(0);
    if (sign < 0) {
      out.invertFrom(start);
    }
  }

  /** Reads what follows the tag; {@code mask} is 0xff if the bytes are inverted, else 0. */
  static BigDecimal decode(ByteReader in, boolean negative, int mask) {
    int digitMask = negative ? mask ^ 0xff : mask;
    int exponent = (int) KeyDecoder.decodeInteger(in, in.readByte() ^ digitMask, digitMask);
    long low = 0;
    int lowCount = 0;
    int count = 0;
    BigInteger unscaled = BigInteger.ZERO;
    for (int digit = in.readByte() ^ digitMask; digit != 0; digit = in.readByte() ^ digitMask) {
      low = low * 100 + (digit - 1);
      lowCount++;
      count++;
      if (lowCount == 8) {
        unscaled = unscaled.multiply(HUNDRED.pow(8)).add(BigInteger.valueOf(low));
        low = 0;
        lowCount = 0;
      }
    }
    unscaled = unscaled.multiply(HUNDRED.pow(lowCount)).add(BigInteger.valueOf(low));
    BigDecimal value = new BigDecimal(unscaled, 2 * (count - exponent));
    return negative ? value.negate() : value;
  }

  static void skip(ByteReader in, boolean negative, int mask) {
    int digitMask = negative ? mask ^ 0xff : mask;
    KeyDecoder.decodeInteger(in, in.readByte() ^ digitMask, digitMask);
    while ((in.readByte() ^ digitMask) != 0) {
      continue;
    }
  }

  private static byte[] base100(BigInteger magnitude) {
    String decimal = magnitude.toString();
    int count = (decimal.length() + 1) / 2;
    byte[] digits = new byte[count];
    int at = decimal.length();
    for (int i = count - 1; i >= 0; i--) {
      int ones = decimal.charAt(--at) - '0';
      int tens = at > 0 ? decimal.charAt(--at) - '0' : 0;
      digits[i] = (byte) (10 * tens + ones);
    }
    return digits;
  }
}
