package io.dolake.server.pg.copy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.statement.CopyOptions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Common to the line formats of COPY (text and CSV): keeps the beginning of a row until its end has
 * come, and makes fields of bytes. Used by one thread at a time.
 */
abstract class CopyLines {
  /** A row longer than this is refused rather than collected. */
  private static final int MAX_ROW_BYTES = 64 << 20;

  final CopyOptions options;
  private final CopyRowSink sink;
  private byte[] pending = new byte[0];
  private int pendingLength;
  private boolean skipHeader;
  private boolean ended;
  private String[] fields = new String[16];
  private int fieldCount;

  CopyLines(CopyOptions options, CopyRowSink sink) {
    this.options = options;
    this.sink = sink;
    this.skipHeader = options.header();
  }

  /** Takes the next bytes, rows of which go to the sink. */
  final void accept(byte[] data, int length) {
    byte[] bytes = data;
    int end = length;
    if (pendingLength > 0) {
      bytes = Arrays.copyOf(pending, pendingLength + length);
      System.arraycopy(data, 0, bytes, pendingLength, length);
      end = pendingLength + length;
    }
    int rowStart = 0;
    while (!ended) {
      int rowEnd = endOfRow(bytes, rowStart, end);
      if (rowEnd < 0) {
        break;
      }
      row(bytes, rowStart, rowEnd);
      rowStart = rowEnd + 1;
    }
    keep(bytes, ended ? end : rowStart, end);
  }

  /** Takes the last row, which need not end with a line end. */
  final void finish() {
    if (pendingLength > 0 && !ended) {
      byte[] last = Arrays.copyOf(pending, pendingLength);
      pendingLength = 0;
      row(last, 0, last.length);
    }
  }

  private void keep(byte[] bytes, int from, int end) {
    pendingLength = end - from;
    if (pendingLength > MAX_ROW_BYTES) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "COPY row is longer than " + MAX_ROW_BYTES + " bytes");
    }
    pending = Arrays.copyOfRange(bytes, from, end);
  }

  private void row(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (skipHeader) {
      skipHeader = false;
      return;
    }
    if (end - from == 2 && bytes[from] == '\\' && bytes[from + 1] == '.') {
      ended = true;
      return;
    }
    fieldCount = 0;
    splitRow(bytes, from, end);
    sink.textRow(fields, fieldCount);
  }

  final void addField(String value) {
    if (fieldCount == fields.length) {
      fields = Arrays.copyOf(fields, fieldCount * 2);
    }
    fields[fieldCount++] = value;
  }

  /** Index of the line end that ends the row, or -1 if it is not there yet. */
  abstract int endOfRow(byte[] bytes, int from, int end);

  /** Calls {@link #addField} for each field of a row. */
  abstract void splitRow(byte[] bytes, int from, int to);

  static String utf8(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] <= 0) {
        return strictUtf8(bytes, from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static String strictUtf8(byte[] bytes, int from, int length) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, length))
              .toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Told below, like a zero byte.
    }
    throw new DoLakeException(
        ErrorCode.INVALID_TEXT_REPRESENTATION, "COPY data is not valid UTF-8 or holds a zero byte");
  }
}
