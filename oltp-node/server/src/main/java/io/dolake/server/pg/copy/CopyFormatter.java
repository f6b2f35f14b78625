package io.dolake.server.pg.copy;

import io.dolake.server.pg.statement.CopyOptions;
import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.server.pg.wire.PgType;
import io.dolake.server.pg.wire.TextValues;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.ZoneId;
import java.util.List;

/** Writes rows as COPY data, one CopyData message each. Used by one thread at a time. */
public final class CopyFormatter {
  private static final byte[] BINARY_SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  private final CopyOptions options;
  private final BackendWriter out;
  private final ZoneId zone;

  public CopyFormatter(CopyOptions options, BackendWriter out, ZoneId zone) {
    this.options = options;
    this.out = out;
    this.zone = zone;
  }

  /** What comes before the rows. */
  public void start(List<ResultColumn> columns) {
    if (options.format() == CopyOptions.Format.BINARY) {
      out.beginCopyData().writeBytes(BINARY_SIGNATURE).writeInt(0).writeInt(0);
      out.end();
    } else if (options.header()) {
      ByteBuf line = out.beginCopyData();
      for (int i = 0; i < columns.size(); i++) {
        separate(line, i);
        field(line, columns.get(i).name());
      }
      line.writeByte('\n');
      out.end();
    }
  }

  /** The cursor's current row. */
  public void row(SqlCursor cursor, PgType[] types) {
    ByteBuf line = out.beginCopyData();
    if (options.format() == CopyOptions.Format.BINARY) {
      line.writeShort(types.length);
      for (int i = 0; i < types.length; i++) {
        BackendWriter.field(line, cursor.value(i), types[i], true, zone);
      }
    } else {
      for (int i = 0; i < types.length; i++) {
        separate(line, i);
        Object value = cursor.value(i);
        if (value == null) {
          ByteBufUtil.writeUtf8(line, options.nullText());
        } else {
          field(line, TextValues.format(value, types[i], zone));
        }
      }
      line.writeByte('\n');
    }
    out.end();
  }

  /** What comes after the rows. */
  public void finish() {
    if (options.format() == CopyOptions.Format.BINARY) {
      out.beginCopyData().writeShort(-1);
      out.end();
    }
  }

  private void separate(ByteBuf line, int index) {
    if (index > 0) {
      line.writeByte(options.delimiter());
    }
  }

  private void field(ByteBuf line, String text) {
    if (options.format() == CopyOptions.Format.CSV) {
      csvField(line, text);
    } else {
      textField(line, text);
    }
  }

  private void textField(ByteBuf line, String text) {
    int plainStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char escape =
          switch (c) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 11 -> 'v';
            default -> c == '\\' || c == options.delimiter() ? c : 0;
          };
      if (escape != 0) {
        ByteBufUtil.writeUtf8(line, text, plainStart, i);
        line.writeByte('\\').writeByte(escape);
        plainStart = i + 1;
      }
    }
    ByteBufUtil.writeUtf8(line, text, plainStart, text.length());
  }

  private void csvField(ByteBuf line, String text) {
    if (!needsQuotes(text)) {
      ByteBufUtil.writeUtf8(line, text);
      return;
    }
    line.writeByte(options.quote());
    int plainStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == options.quote() || c == options.escape()) {
        ByteBufUtil.writeUtf8(line, text, plainStart, i);
        line.writeByte(options.escape()).writeByte(c);
        plainStart = i + 1;
      }
    }
    ByteBufUtil.writeUtf8(line, text, plainStart, text.length());
    line.writeByte(options.quote());
  }

  private boolean needsQuotes(String text) {
    if (text.equals(options.nullText()) || text.equals("\\.")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
