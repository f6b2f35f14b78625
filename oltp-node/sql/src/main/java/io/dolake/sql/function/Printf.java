package io.dolake.sql.function;

import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** SQLite's {@code printf()}: C's conversions plus {@code %q}, {@code %Q} and {@code %w}. */
final class Printf {
  private static final int MAX_WIDTH = 1 << 20;

  private final String format;
  private final Object[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int nextArgument = 1;

  private boolean leftAlign;
  private boolean plus;
  private boolean space;
  private boolean alternate;
  private boolean alternate2;
  private boolean zero;
  private boolean thousands;
  private int width;
  private int precision;

  private Printf(Object[] arguments) {
    this.format = TextForm.of(arguments[0]);
    this.arguments = arguments;
  }

  static String format(Object[] arguments) {
    return arguments.length == 0 || arguments[0] == null ? null : new Printf(arguments).run();
  }

  private String run() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
      } else if (at >= format.length()) {
        out.append('%');
      } else {
        readFlags();
        if (at >= format.length() || !convert(format.charAt(at++))) {
          return out.toString();
        }
      }
    }
    return out.toString();
  }

  private void readFlags() {
    leftAlign = plus = space = alternate = alternate2 = zero = thousands = false;
    for (; at < format.length(); at++) {
      switch (format.charAt(at)) {
        case '-' -> leftAlign = true;
        case '+' -> plus = true;
        case ' ' -> space = true;
        case '#' -> alternate = true;
        case '!' -> alternate2 = true;
        case '0' -> zero = true;
        case ',' -> thousands = true;
        default -> {
          readSizes();
          return;
        }
      }
    }
  }

  private void readSizes() {
    width = readSize();
    if (width < 0) {
      leftAlign = true;
      width = -width;
    }
    width = Math.min(width, MAX_WIDTH);
    precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = Math.min(Math.abs(readSize()), MAX_WIDTH);
    }
    while (at < format.length() && format.charAt(at) == 'l') {
      at++;
    }
  }

  private int readSize() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      return (int) Math.max(-MAX_WIDTH, Math.min(MAX_WIDTH, integerArgument()));
    }
    long size = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      size = Math.min(MAX_WIDTH, size * 10 + format.charAt(at++) - '0');
    }
    return (int) size;
  }

  /** False ends the output, as an unknown conversion does in SQLite. */
  private boolean convert(char conversion) {
    switch (conversion) {
      case '%' -> pad("%");
      case 'd', 'i' -> signed(integerArgument());
      case 'u' -> pad(group(filled("", Long.toUnsignedString(integerArgument()))));
      case 'x' -> radix("0x", Long.toHexString(integerArgument()));
      case 'X' ->
          radix("0X", Long.toHexString(integerArgument()).toUpperCase(java.util.Locale.ROOT));
      case 'o' -> radix("0", Long.toOctalString(integerArgument()));
      case 'p' -> radix("", Long.toHexString(integerArgument()).toUpperCase(java.util.Locale.ROOT));
      case 'f', 'F', 'e', 'E', 'g', 'G' -> real(conversion);
      case 'c' -> character();
      case 's', 'z' -> pad(cut(textArgument("")));
      case 'q' -> pad(cut(textArgument("(NULL)")).replace("'", "''"));
      case 'w' -> pad(cut(textArgument("(NULL)")).replace("\"", "\"\""));
      case 'Q' -> {
        Object value = argument();
        pad(value == null ? cut("NULL") : "'" + cut(TextForm.of(value)).replace("'", "''") + "'");
      }
      case 'n' -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object argument() {
    return nextArgument < arguments.length ? arguments[nextArgument++] : null;
  }

  private long integerArgument() {
    Object value = argument();
    return value == null ? 0 : Arithmetic.toLong(value);
  }

  private String textArgument(String whenNull) {
    String text = TextForm.of(argument());
    return text == null ? whenNull : text;
  }

  private String cut(String text) {
    if (precision < 0 || text.codePointCount(0, text.length()) <= precision) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, precision));
  }

  private void character() {
    String text = textArgument("");
    String one = text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
    pad(one.repeat(Math.max(1, precision)));
  }

  private void signed(long value) {
    String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
    String sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
    pad(sign + group(filled(sign, digits)));
  }

  /** An integer's digits with the zeros that the precision or the flag 0 asks for. */
  private String filled(String sign, String digits) {
    int length = zero ? Math.max(precision, width - sign.length()) : precision;
    return length > digits.length() ? "0".repeat(length - digits.length()) + digits : digits;
  }

  private void radix(String prefix, String digits) {
    pad((alternate && !"0".equals(digits) ? prefix : "") + filled("", digits));
  }

  private String group(String digits) {
    if (!thousands) {
      return digits;
    }
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }

  private void real(char conversion) {
    Object argument = argument();
    double value = argument == null ? 0 : Arithmetic.toDouble(argument);
    int digits = precision < 0 ? 6 : precision;
    String sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
    if (Double.isInfinite(value)) {
      zero = false;
      padReal(sign, "Inf");
      return;
    }
    // SQLite keeps 16 significant digits (26 with '!') and prints zeros after them.
    BigDecimal decimal = shortened(new BigDecimal(Math.abs(value)), conversion, digits);
    String text =
        switch (conversion) {
          case 'f', 'F' -> fixed(decimal, digits);
          case 'e', 'E' -> exponential(decimal, digits, conversion);
          default -> general(decimal, Math.max(1, digits), conversion);
        };
    padReal(sign, text);
  }

  /** A value of which more digits are asked for than count; others are rounded only once. */
  private BigDecimal shortened(BigDecimal value, char conversion, int digits) {
    boolean fixed = conversion == 'f' || conversion == 'F';
    long asked = fixed ? (long) value.precision() - value.scale() + digits : digits + 1L;
    int limit = alternate2 ? 26 : 16;
    return asked <= limit ? value : value.round(new MathContext(limit, RoundingMode.HALF_UP));
  }

  private String fixed(BigDecimal value, int digits) {
    String text = value.setScale(digits, RoundingMode.HALF_UP).toPlainString();
    int point = text.indexOf('.');
    text = grouped(text);
    return digits == 0 && alternate ? text + "." : alternate2 && point < 0 ? text + ".0" : text;
  }

  /** With commas in the whole part, if they were asked for. */
  private String grouped(String number) {
    int point = number.indexOf('.');
    int end = point < 0 ? number.length() : point;
    return group(number.substring(0, end)) + number.substring(end);
  }

  private static String exponential(BigDecimal value, int digits, char conversion) {
    BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_UP));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String mantissa =
        rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    int magnitude = Math.abs(exponent);
    return mantissa
        + (Character.isUpperCase(conversion) ? 'E' : 'e')
        + (exponent < 0 ? '-' : '+')
        + (magnitude < 10 ? "0" : "")
        + magnitude;
  }

  private String general(BigDecimal value, int digits, char conversion) {
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_UP));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits) {
      String text = exponential(value, digits - 1, conversion);
      int mark = text.indexOf(Character.isUpperCase(conversion) ? 'E' : 'e');
      return stripZeros(text.substring(0, mark)) + text.substring(mark);
    }
    return grouped(
        stripZeros(rounded.setScale(digits - 1 - exponent, RoundingMode.HALF_UP).toPlainString()));
  }

  private String stripZeros(String text) {
    if (alternate || text.indexOf('.') < 0) {
      return alternate2 && text.indexOf('.') < 0 ? text + ".0" : text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    if (text.charAt(end - 1) == '.') {
      return alternate2 ? text.substring(0, end) + "0" : text.substring(0, end - 1);
    }
    return text.substring(0, end);
  }

  private void padReal(String sign, String digits) {
    int missing = width - sign.length() - digits.length();
    if (missing > 0 && zero && !leftAlign) {
      out.append(sign).append("0".repeat(missing)).append(digits);
    } else {
      pad(sign + digits);
    }
  }

  private void pad(String text) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing > 0 && !leftAlign) {
      out.append(" ".repeat(missing));
    }
    out.append(text);
    if (missing > 0 && leftAlign) {
      out.append(" ".repeat(missing));
    }
  }
}
