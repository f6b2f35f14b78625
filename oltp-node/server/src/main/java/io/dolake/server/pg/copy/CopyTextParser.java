package io.dolake.server.pg.copy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyOptions;
import java.nio.charset.StandardCharsets;

/**
 * COPY's text format: a line a row, fields between delimiters, backslash escapes ({@code \n},
 * {@code \101}, {@code \x41}, ...), {@code \N} for NULL.
 */
final class CopyTextParser extends CopyLines {
  private final byte delimiter;
  private final byte[] nullText;
  private byte[] decoded = new byte[256];

  CopyTextParser(CopyOptions options, CopyRowSink sink) {
    super(options, sink);
    delimiter = (byte) options.delimiter();
    nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  int endOfRow(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
      if (bytes[i] == '\\') {
        i++; // an escaped line end belongs to the row
      }
    }
    return -1;
  }

  @Override
  void splitRow(byte[] bytes, int from, int to) {
    int fieldStart = from;
    boolean escaped = false;
    for (int i = from; i < to; i++) {
      if (bytes[i] == delimiter) {
        field(bytes, fieldStart, i, escaped);
        fieldStart = i + 1;
        escaped = false;
      } else if (bytes[i] == '\\') {
        escaped = true;
        i++;
      }
    }
    field(bytes, fieldStart, to, escaped);
  }

  private void field(byte[] bytes, int from, int to, boolean escaped) {
    if (java.util.Arrays.equals(bytes, from, to, nullText, 0, nullText.length)) {
      addField(null);
    } else if (!escaped) {
      addField(utf8(bytes, from, to - from));
    } else {
      int length = decode(bytes, from, to);
      addField(utf8(decoded, 0, length));
    }
  }

  private int decode(byte[] bytes, int from, int to) {
    if (decoded.length < to - from) {
      decoded = new byte[Math.max(to - from, decoded.length * 2)];
    }
    int length = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b != '\\') {
        decoded[length++] = b;
        continue;
      }
      if (++i == to) {
        throw new DoLakeException(
            ErrorCode.BAD_COPY_FORMAT, "COPY field ends with an incomplete escape");
      }
      b = bytes[i];
      int digit = digit(bytes, i, to, 8);
      if (digit >= 0) {
        int value = digit;
        for (int n = 1; n < 3 && (digit = digit(bytes, i + 1, to, 8)) >= 0; n++) {
          value = value * 8 + digit;
          i++;
        }
        decoded[length++] = (byte) value;
      } else if (b == 'x' && digit(bytes, i + 1, to, 16) >= 0) {
        int value = 0;
        for (int n = 0; n < 2 && (digit = digit(bytes, i + 1, to, 16)) >= 0; n++) {
          value = value * 16 + digit;
          i++;
        }
        decoded[length++] = (byte) value;
      } else {
        decoded[length++] = unescaped(b);
      }
    }
    return length;
  }

  private static int digit(byte[] bytes, int at, int to, int radix) {
    return at < to ? Character.digit(bytes[at], radix) : -1;
  }

  private static byte unescaped(byte b) {
    return switch (b) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      default -> b;
    };
  }
}
