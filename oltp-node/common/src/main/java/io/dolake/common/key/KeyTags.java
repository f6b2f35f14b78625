package io.dolake.common.key;

/**
 * First bytes of encoded values, in ascending form. All lie between 0x05 and 0xFA, inverted ones as
 * well, so that a key followed by 0xFF sorts after every key that starts with it.
 */
final class KeyTags {
  static final int NULL = 0x05;

  /** A number of {@code n} bytes below zero has {@code NEGATIVE_ONE - n}. */
  static final int NEGATIVE_ONE = 0x17;

  /** A number of {@code n} bytes from zero up has {@code ZERO + n}. */
  static final int ZERO = 0x18;

  static final int REAL = 0x21;
  static final int DECIMAL_NEGATIVE = 0x22;
  static final int DECIMAL_ZERO = 0x23;
  static final int DECIMAL_POSITIVE = 0x24;
  static final int ANY_NUMBER = 0x25;
  static final int TEXT = 0x30;
  static final int BLOB = 0x31;
  static final int UUID = 0x32;

  /** After a zero byte inside text or a blob: the zero is part of the value. */
  static final int ESCAPED_ZERO = 0xff;

  /** After a zero byte inside text or a blob: the value ends here. */
  static final int END = 0x00;

  /** Doubles of this magnitude and above may lie between two longs. */
  static final double EXACT_INTEGERS = 0x1p53;

  private KeyTags() {}
}
