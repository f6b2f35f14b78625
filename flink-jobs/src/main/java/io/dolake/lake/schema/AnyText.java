package io.dolake.lake.schema;

import java.util.HexFormat;

/** Text of a value in an ANY column, which the lake keeps as a string. */
public final class AnyText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private AnyText() {}

  /** Text of a Long, Double, String, byte[] or Boolean. */
  public static String of(Object value) {
    return value instanceof byte[] bytes ? "X'" + HEX.formatHex(bytes) + "'" : value.toString();
  }
}
