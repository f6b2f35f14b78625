package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** SQLite's functions on text and blobs. Positions count characters from 1. */
final class TextFunctions {
  private static final ColumnType TEXT = ColumnType.TEXT;
  private static final ColumnType INTEGER = ColumnType.INTEGER;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private TextFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.pure("length", 1, 1, INTEGER, (args, frame) -> length(args[0]));
    registry.pure("octet_length", 1, 1, INTEGER, (args, frame) -> octetLength(args[0]));
    registry.pure("lower", 1, 1, TEXT, (args, frame) -> Like.foldCase(text(args[0]), false));
    registry.pure("upper", 1, 1, TEXT, (args, frame) -> Like.foldCase(text(args[0]), true));
    registry.pure("trim", 1, 2, TEXT, (args, frame) -> trim(args, true, true));
    registry.pure("ltrim", 1, 2, TEXT, (args, frame) -> trim(args, true, false));
    registry.pure("rtrim", 1, 2, TEXT, (args, frame) -> trim(args, false, true));
    registry.pure("btrim", 1, 2, TEXT, (args, frame) -> trim(args, true, true));
    registry.pure("substr", 2, 3, TextFunctions::sliceType, (args, frame) -> substr(args));
    registry.pure("substring", 2, 3, TextFunctions::sliceType, (args, frame) -> substr(args));
    registry.pure("instr", 2, 2, INTEGER, (args, frame) -> instr(args[0], args[1]));
    registry.pure("replace", 3, 3, TEXT, (args, frame) -> replace(args));
    registry.pure("hex", 1, 1, TEXT, (args, frame) -> HEX.formatHex(bytes(args[0])));
    registry.pure("unhex", 1, 2, ColumnType.BLOB, (args, frame) -> unhex(args));
    registry.pure("quote", 1, 1, TEXT, (args, frame) -> quote(args[0]));
    registry.pure("char", 0, -1, TEXT, (args, frame) -> ofCodePoints(args));
    registry.pure("unicode", 1, 1, INTEGER, (args, frame) -> codePoint(args[0]));
    registry.pure("concat", 1, -1, TEXT, (args, frame) -> concat(args));
    registry.pure("concat_ws", 2, -1, TEXT, (args, frame) -> concatWithSeparator(args));
    registry.pure("printf", 0, -1, TEXT, (args, frame) -> Printf.format(args));
    registry.pure("format", 0, -1, TEXT, (args, frame) -> Printf.format(args));
    registry.pure("like", 2, 3, INTEGER, (args, frame) -> like(args));
    registry.pure("glob", 2, 2, INTEGER, (args, frame) -> glob(args));
    registry.pure("reverse", 1, 1, TEXT, (args, frame) -> reverse(args[0]));
    registry.pure("repeat", 2, 2, TEXT, (args, frame) -> repeat(args));
    registry.pure("left", 2, 2, TEXT, (args, frame) -> left(args));
    registry.pure("right", 2, 2, TEXT, (args, frame) -> right(args));
    registry.pure("lpad", 2, 3, TEXT, (args, frame) -> pad(args, true));
    registry.pure("rpad", 2, 3, TEXT, (args, frame) -> pad(args, false));
    registry.pure("initcap", 1, 1, TEXT, (args, frame) -> initCap(args[0]));
    registry.pure("split_part", 3, 3, TEXT, (args, frame) -> splitPart(args));
    registry.pure("strpos", 2, 2, INTEGER, (args, frame) -> instr(args[0], args[1]));
    registry.pure("position", 2, 2, INTEGER, (args, frame) -> instr(args[1], args[0]));
    registry.pure("char_length", 1, 1, INTEGER, (args, frame) -> length(args[0]));
    registry.pure("character_length", 1, 1, INTEGER, (args, frame) -> length(args[0]));
    registry.pure("bit_length", 1, 1, INTEGER, (args, frame) -> bitLength(args[0]));
    registry.pure("ascii", 1, 1, INTEGER, (args, frame) -> codePoint(args[0]));
    registry.pure("chr", 1, 1, TEXT, (args, frame) -> args[0] == null ? null : ofCodePoints(args));
    registry.pure("md5", 1, 1, TEXT, (args, frame) -> md5(args[0]));
    registry.pure("starts_with", 2, 2, ColumnType.BOOLEAN, (args, frame) -> startsWith(args));
  }

  private static ColumnType sliceType(java.util.List<ColumnType> types) {
    return types.get(0).kind() == TypeKind.BLOB
        ? ColumnType.BLOB
        : types.get(0).kind() == TypeKind.ANY ? ColumnType.ANY : TEXT;
  }

  private static String text(Object value) {
    return TextForm.of(value);
  }

  static byte[] bytes(Object value) {
    if (value == null) {
      return new byte[0];
    }
    return value instanceof byte[] blob ? blob : text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static Long length(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] blob) {
      return (long) blob.length;
    }
    String text = text(value);
    int end = text.indexOf('\0');
    return (long) text.codePointCount(0, end < 0 ? text.length() : end);
  }

  private static Long octetLength(Object value) {
    return value == null ? null : (Long) (long) bytes(value).length;
  }

  private static Long bitLength(Object value) {
    return value == null ? null : (Long) (8L * bytes(value).length);
  }

  private static String trim(Object[] args, boolean start, boolean end) {
    String text = text(args[0]);
    String set = args.length > 1 ? text(args[1]) : " ";
    if (text == null || set == null) {
      return null;
    }
    int from = 0;
    int to = text.length();
    while (start && from < to) {
      int point = text.codePointAt(from);
      if (set.indexOf(point) < 0) {
        break;
      }
      from += Character.charCount(point);
    }
    while (end && from < to) {
      int point = text.codePointBefore(to);
      if (set.indexOf(point) < 0) {
        break;
      }
      to -= Character.charCount(point);
    }
    return text.substring(from, to);
  }

  private static Object substr(Object[] args) {
    if (args[0] == null || args[1] == null || (args.length > 2 && args[2] == null)) {
      return null;
    }
    byte[] blob = args[0] instanceof byte[] bytes ? bytes : null;
    if (blob != null && blob.length == 0) {
      return null;
    }
    if (blob != null && blob.length == 0) {
      return null;
    }
    String text = blob == null ? text(args[0]) : null;
    long length = blob != null ? blob.length : text.codePointCount(0, text.length());
    long start = Arithmetic.toLong(args[1]);
    long count = args.length > 2 ? Arithmetic.toLong(args[2]) : Integer.MAX_VALUE;
    boolean backwards = count < 0;
    count = Math.min(Math.abs(Math.max(count, -Integer.MAX_VALUE)), Integer.MAX_VALUE);
    if (start < 0) {
      start += length;
      if (start < 0) {
        count = Math.max(0, count + (backwards ? 0 : start));
        start = 0;
      }
    } else if (start > 0) {
      start--;
    } else if (count > 0 && !backwards) {
      count--;
    }
    if (backwards) {
      start -= count;
      if (start < 0) {
        count += start;
        start = 0;
      }
    }
    long from = Math.min(start, length);
    long to = Math.min(from + Math.max(0, count), length);
    if (blob != null) {
      return Arrays.copyOfRange(blob, (int) from, (int) to);
    }
    int fromIndex = text.offsetByCodePoints(0, (int) from);
    return text.substring(fromIndex, text.offsetByCodePoints(fromIndex, (int) (to - from)));
  }

  private static Long instr(Object haystack, Object needle) {
    if (haystack == null || needle == null) {
      return null;
    }
    if (haystack instanceof byte[] && needle instanceof byte[] part) {
      return instrBytes((byte[]) haystack, part);
    }
    String text = text(haystack);
    int at = text.indexOf(text(needle));
    return at < 0 ? 0L : text.codePointCount(0, at) + 1L;
  }

  private static long instrBytes(byte[] blob, byte[] part) {
    for (int at = 0; at + part.length <= blob.length; at++) {
      if (Arrays.equals(blob, at, at + part.length, part, 0, part.length)) {
        return at + 1L;
      }
    }
    return 0;
  }

  private static String replace(Object[] args) {
    if (args[0] == null || args[1] == null || args[2] == null) {
      return null;
    }
    String pattern = text(args[1]);
    String source = text(args[0]);
    return pattern.isEmpty() ? source : source.replace(pattern, text(args[2]));
  }

  private static byte[] unhex(Object[] args) {
    if (args[0] == null || (args.length > 1 && args[1] == null)) {
      return null;
    }
    String ignored = args.length > 1 ? text(args[1]) : "";
    String text = text(args[0]);
    ByteBuffer out = ByteBuffer.allocate(text.length() / 2 + 1);
    int high = -1;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || text.charAt(i) > 'f') {
        if (high >= 0 || ignored.indexOf(text.charAt(i)) < 0) {
          return null;
        }
      } else if (high < 0) {
        high = digit;
      } else {
        out.put((byte) (high << 4 | digit));
        high = -1;
      }
    }
    return high >= 0 ? null : Arrays.copyOf(out.array(), out.position());
  }

  /** The value as an SQL literal. */
  static String quote(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] blob) {
      return "X'" + HEX.formatHex(blob) + "'";
    }
    if (value instanceof Double real && real.isInfinite()) {
      return real > 0 ? "9.0e+999" : "-9.0e+999";
    }
    boolean bare = value instanceof Number || value instanceof Boolean;
    return bare ? text(value) : "'" + text(value).replace("'", "''") + "'";
  }

  private static String ofCodePoints(Object[] args) {
    StringBuilder out = new StringBuilder();
    for (Object arg : args) {
      long point = arg == null ? 0 : Arithmetic.toLong(arg);
      out.appendCodePoint(point < 0 || point > 0x10ffff ? 0xfffd : (int) point);
    }
    return out.toString();
  }

  private static Long codePoint(Object value) {
    String text = text(value);
    return text == null || text.isEmpty() ? null : (Long) (long) text.codePointAt(0);
  }

  private static String concat(Object[] args) {
    StringBuilder out = new StringBuilder();
    for (Object arg : args) {
      out.append(arg == null ? "" : text(arg));
    }
    return out.toString();
  }

  private static String concatWithSeparator(Object[] args) {
    if (args[0] == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (int i = 1; i < args.length; i++) {
      if (args[i] != null) {
        out.append(first ? "" : text(args[0])).append(text(args[i]));
        first = false;
      }
    }
    return out.toString();
  }

  private static Object like(Object[] args) {
    if (args[0] == null || args[1] == null || (args.length > 2 && args[2] == null)) {
      return null;
    }
    int escape = args.length > 2 ? Like.escapeOf(text(args[2])) : Like.NO_ESCAPE;
    return Like.matches(text(args[0]), text(args[1]), escape) ? 1L : 0L;
  }

  private static Object glob(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    return Like.globMatches(text(args[0]), text(args[1])) ? 1L : 0L;
  }

  private static String reverse(Object value) {
    return value == null ? null : new StringBuilder(text(value)).reverse().toString();
  }

  private static String repeat(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    String text = text(args[0]);
    long count = Math.max(0, Arithmetic.toLong(args[1]));
    CoreFunctions.checkedSize(text.isEmpty() ? 0 : Math.min(count, 1L << 40) * text.length());
    return text.isEmpty() ? "" : text.repeat((int) count);
  }

  private static String left(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    String text = text(args[0]);
    long count = Arithmetic.toLong(args[1]);
    long end = count < 0 ? text.length() + count : Math.min(count, text.length());
    return text.substring(0, (int) Math.max(0, end));
  }

  private static String right(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    String text = text(args[0]);
    long count = Arithmetic.toLong(args[1]);
    long start = count < 0 ? -count : text.length() - count;
    return text.substring((int) Math.min(text.length(), Math.max(0, start)));
  }

  private static String pad(Object[] args, boolean atStart) {
    if (args[0] == null || args[1] == null || (args.length > 2 && args[2] == null)) {
      return null;
    }
    String text = text(args[0]);
    String fill = args.length > 2 ? text(args[2]) : " ";
    int length = CoreFunctions.checkedSize(Math.max(0, Arithmetic.toLong(args[1])));
    if (text.length() >= length || fill.isEmpty()) {
      return text.substring(0, Math.min(length, text.length()));
    }
    int missing = length - text.length();
    String padding = fill.repeat(missing / fill.length() + 1).substring(0, missing);
    return atStart ? padding + text : text + padding;
  }

  private static String initCap(Object value) {
    if (value == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    boolean start = true;
    for (char c : text(value).toCharArray()) {
      out.append(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
      start = !Character.isLetterOrDigit(c);
    }
    return out.toString();
  }

  private static String splitPart(Object[] args) {
    if (args[0] == null || args[1] == null || args[2] == null) {
      return null;
    }
    String[] parts = text(args[0]).split(java.util.regex.Pattern.quote(text(args[1])), -1);
    long index = Arithmetic.toLong(args[2]);
    long position = index < 0 ? parts.length + index : index - 1;
    return position < 0 || position >= parts.length ? "" : parts[(int) position];
  }

  private static String md5(Object value) {
    if (value == null) {
      return null;
    }
    try {
      byte[] digest = java.security.MessageDigest.getInstance("MD5").digest(bytes(value));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static Object startsWith(Object[] args) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    return Values.isTrue(text(args[0]).startsWith(text(args[1])));
  }
}
