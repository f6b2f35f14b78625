package io.dolake.server.pg.wire;

import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.DoLakeException;
import io.dolake.sql.Notification;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlException;
import io.dolake.sql.pgcatalog.ObjectIds;
import io.dolake.sql.statement.Schemas;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/**
 * Builds the server's messages (PostgreSQL 18 documentation, "Message Formats") in one buffer until
 * {@link #take} hands it over to be sent. A message is a type byte, an int32 length that counts
 * itself, and the body. Used by one thread at a time.
 */
public final class BackendWriter {
  private static final int INITIAL_CAPACITY = 1024;

  private final ByteBufAllocator allocator;

  /** Null while nothing is pending, so that idle connections hold no memory. */
  private ByteBuf buffer;

  private int messageStart;

  public BackendWriter(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Bytes built and not taken. */
  public int pendingBytes() {
    return buffer == null ? 0 : buffer.readableBytes();
  }

  /** What was built since the last call, or null; the caller releases it. */
  public ByteBuf take() {
    ByteBuf taken = buffer;
    buffer = null;
    return taken;
  }

  /** Forgets what was built since the last {@link #take}. */
  public void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  /** A place to come back to with {@link #rewind}. */
  public int mark() {
    return pendingBytes();
  }

  /** Drops what was built after the mark; nothing may have been taken since. */
  public void rewind(int mark) {
    if (buffer != null) {
      buffer.writerIndex(buffer.readerIndex() + mark);
    }
  }

  public void sslAnswer(boolean accepted) {
    buffer().writeByte(accepted ? 'S' : 'N');
  }

  public void authenticationOk() {
    begin('R').writeInt(0);
    end();
  }

  public void authenticationSasl(String mechanism) {
    ByteBuf out = begin('R').writeInt(10);
    cString(out, mechanism);
    out.writeByte(0);
    end();
  }

  /** SASL continuation (code 11) or outcome (code 12). */
  public void authenticationSaslData(int code, String data) {
    ByteBufUtil.writeUtf8(begin('R').writeInt(code), data);
    end();
  }

  public void negotiateProtocolVersion(int newestMinor, List<String> unknownOptions) {
    ByteBuf out = begin('v').writeInt(newestMinor).writeInt(unknownOptions.size());
    unknownOptions.forEach(option -> cString(out, option));
    end();
  }

  public void parameterStatus(String name, String value) {
    ByteBuf out = begin('S');
    cString(out, name);
    cString(out, value);
    end();
  }

  public void backendKeyData(int processId, int secretKey) {
    begin('K').writeInt(processId).writeInt(secretKey);
    end();
  }

  /**
   * @param state I idle, T in a transaction, E in a failed one
   */
  public void readyForQuery(char state) {
    begin('Z').writeByte(state);
    end();
  }

  public void parseComplete() {
    empty('1');
  }

  public void bindComplete() {
    empty('2');
  }

  public void closeComplete() {
    empty('3');
  }

  public void noData() {
    empty('n');
  }

  public void portalSuspended() {
    empty('s');
  }

  public void emptyQueryResponse() {
    empty('I');
  }

  public void copyDone() {
    empty('c');
  }

  public void parameterDescription(List<PgType> types) {
    ByteBuf out = begin('t').writeShort(types.size());
    for (PgType type : types) {
      out.writeInt(type.oid());
    }
    end();
  }

  /** Formats as in {@link RowFormat}. */
  public void rowDescription(List<ResultColumn> columns, RowFormat format) {
    ByteBuf out = begin('T').writeShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn column = columns.get(i);
      PgType type = PgType.of(column.type());
      cString(out, column.name());
      out.writeInt(column.table() == null ? 0 : (int) ObjectIds.ofTable(column.table()));
      out.writeShort(column.columnId());
      out.writeInt(type.oid());
      out.writeShort(type.length());
      out.writeInt(PgType.modifierOf(column.type()));
      out.writeShort(format.isBinary(i) ? 1 : 0);
    }
    end();
  }

  /** The cursor's current row. */
  public void dataRow(SqlCursor cursor, PgType[] types, RowFormat format, ZoneId zone) {
    int mark = mark();
    try {
      ByteBuf out = begin('D').writeShort(types.length);
      for (int i = 0; i < types.length; i++) {
        field(out, cursor.value(i), types[i], format.isBinary(i), zone);
      }
      end();
    } catch (RuntimeException e) {
      rewind(mark); // a value that cannot be computed must not leave half a message
      throw e;
    }
  }

  /** A value with its int32 length; -1 is NULL. */
  public static void field(ByteBuf out, Object value, PgType type, boolean binary, ZoneId zone) {
    if (value == null) {
      out.writeInt(-1);
      return;
    }
    int lengthIndex = out.writerIndex();
    out.writeInt(0);
    if (binary) {
      BinaryValues.write(out, value, type, zone);
    } else {
      TextValues.write(out, value, type, zone);
    }
    out.setInt(lengthIndex, out.writerIndex() - lengthIndex - 4);
  }

  public void commandComplete(String tag) {
    ByteBuf out = begin('C');
    ByteBufUtil.writeAscii(out, tag);
    out.writeByte(0);
    end();
  }

  /**
   * @param type G to take COPY data in, H to send it
   */
  public void copyResponse(char type, int columnCount, boolean binary) {
    ByteBuf out = begin(type).writeByte(binary ? 1 : 0).writeShort(columnCount);
    for (int i = 0; i < columnCount; i++) {
      out.writeShort(binary ? 1 : 0);
    }
    end();
  }

  /** Starts a CopyData message; the caller appends its body and calls {@link #end}. */
  public ByteBuf beginCopyData() {
    return begin('d');
  }

  /**
   * @param severity ERROR or FATAL
   * @param positionOffset where the statement starts in the text the client sent
   */
  public void error(String severity, DoLakeException error, int positionOffset) {
    ByteBuf out = begin('E');
    severityAndCode(out, severity, error.code().sqlState());
    errorField(out, 'M', oneLine(error.getMessage()));
    ErrorDetail.of(error).ifPresent(detail -> errorField(out, 'D', detail));
    error.hint().ifPresent(hint -> errorField(out, 'H', hint));
    if (error instanceof SqlException sql && sql.position() > 0) {
      errorField(out, 'P', Integer.toString(sql.position() + positionOffset));
    }
    if (error instanceof ConstraintViolationException violation) {
      errorField(out, 's', Schemas.shown(violation.schema()));
      errorField(out, 't', violation.tableName());
      violation.column().ifPresent(column -> errorField(out, 'c', column));
      violation.constraintName().ifPresent(constraint -> errorField(out, 'n', constraint));
    }
    errorField(out, 'R', error.code().name());
    out.writeByte(0);
    end();
  }

  public void notice(String severity, String sqlState, String message) {
    ByteBuf out = begin('N');
    severityAndCode(out, severity, sqlState);
    errorField(out, 'M', message);
    out.writeByte(0);
    end();
  }

  public void notificationResponse(Notification notification) {
    ByteBuf out = begin('A').writeInt(notification.processId());
    cString(out, notification.channel());
    cString(out, notification.payload());
    end();
  }

  private static void severityAndCode(ByteBuf out, String severity, String sqlState) {
    errorField(out, 'S', severity);
    errorField(out, 'V', severity);
    errorField(out, 'C', sqlState);
  }

  private static String oneLine(String message) {
    return message == null ? "unknown error" : message;
  }

  private static void errorField(ByteBuf out, char type, String value) {
    out.writeByte(type);
    cString(out, value);
  }

  private void empty(char type) {
    begin(type);
    end();
  }

  private ByteBuf buffer() {
    if (buffer == null) {
      buffer = allocator.buffer(INITIAL_CAPACITY);
    }
    return buffer;
  }

  private ByteBuf begin(char type) {
    ByteBuf out = buffer();
    out.writeByte(type);
    messageStart = out.writerIndex();
    return out.writeInt(0);
  }

  /** Ends the message that was begun last. */
  public void end() {
    buffer.setInt(messageStart, buffer.writerIndex() - messageStart);
  }

  private static void cString(ByteBuf out, String text) {
    // A zero byte would end the string early and shift the rest of the message.
    out.writeCharSequence(
        text.indexOf('\0') < 0 ? text : text.replace('\0', ' '), StandardCharsets.UTF_8);
    out.writeByte(0);
  }
}
