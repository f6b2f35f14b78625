package io.dolake.server.pg.copy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** COPY's CSV format: quoted fields may hold delimiters, line ends and doubled quotes. */
final class CopyCsvParser extends CopyLines {
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final byte[] nullText;
  private byte[] decoded = new byte[256];

  CopyCsvParser(CopyOptions options, CopyRowSink sink) {
    super(options, sink);
    delimiter = (byte) options.delimiter();
    quote = (byte) options.quote();
    escape = (byte) options.escape();
    nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  int endOfRow(byte[] bytes, int from, int end) {
    boolean quoted = false;
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (quoted && b == escape && escape != quote) {
        i++;
      } else if (b == quote) {
        quoted = !quoted; // a doubled quote flips twice
      } else if (b == '\n' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  @Override
  void splitRow(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = field(bytes, at, to);
      if (at >= to) {
        return;
      }
      at++;
      if (at == to) {
        addUnquoted(bytes, to, to); // the row ends with a delimiter
        return;
      }
    }
  }

  /** Reads a field and gives the index of the delimiter after it, or the end. */
  private int field(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != delimiter && bytes[at] != quote) {
      at++;
    }
    if (at == to || bytes[at] == delimiter) {
      addUnquoted(bytes, from, at);
      return at;
    }
    return quotedField(bytes, from, to);
  }

  private void addUnquoted(byte[] bytes, int from, int to) {
    boolean isNull = Arrays.equals(bytes, from, to, nullText, 0, nullText.length);
    addField(isNull ? null : utf8(bytes, from, to - from));
  }

  private int quotedField(byte[] bytes, int from, int to) {
    if (decoded.length < to - from) {
      decoded = new byte[Math.max(to - from, decoded.length * 2)];
    }
    int length = 0;
    boolean quoted = false;
    int at = from;
    for (; at < to; at++) {
      byte b = bytes[at];
      if (!quoted) {
        if (b == delimiter) {
          break;
        }
        if (b == quote) {
          quoted = true;
        } else {
          decoded[length++] = b;
        }
      } else if (b == escape
          && at + 1 < to
          && (bytes[at + 1] == quote || bytes[at + 1] == escape)) {
        decoded[length++] = bytes[++at];
      } else if (b == quote) {
        quoted = false;
      } else {
        decoded[length++] = b;
      }
    }
    if (quoted) {
      throw new DoLakeException(ErrorCode.BAD_COPY_FORMAT, "unterminated CSV quoted field");
    }
    addField(utf8(decoded, 0, length));
    return at;
  }
}
