package io.dolake.server.pg.wire;

import io.dolake.common.type.TypeKind;
import io.dolake.sql.function.Arrays;
import io.netty.buffer.ByteBuf;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays of one dimension in PostgreSQL's formats. In SQL they are JSON texts. The binary format:
 *
 * <pre>
 * int32  number of dimensions, 0 for an empty array
 * int32  1 if an element is NULL
 * int32  type of the elements
 * int32  number of elements      (these two
 * int32  index of the first, 1    for each dimension)
 *        int32 length, -1 for NULL, and the value    for each element
 * </pre>
 */
final class ArrayValues {
  private static final int HEADER_BYTES = 12;
  private static final int DIMENSION_BYTES = 8;

  private ArrayValues() {}

  static String toText(Object array, PgType type) {
    return Arrays.toPostgres(kindOf(type), array.toString());
  }

  /** Reads the text format; also JSON's. */
  static String read(String text, PgType type) {
    return Arrays.cast(type.columnType(), text);
  }

  static void write(ByteBuf out, Object array, PgType type, ZoneId zone) {
    List<Object> elements = Arrays.elements(array.toString(), kindOf(type));
    out.writeInt(elements.isEmpty() ? 0 : 1);
    out.writeInt(elements.contains(null) ? 1 : 0);
    out.writeInt(type.element().oid());
    if (elements.isEmpty()) {
      return;
    }
    out.writeInt(elements.size()).writeInt(1);
    for (Object element : elements) {
      BackendWriter.field(out, element, type.element(), true, zone);
    }
  }

  static String read(ByteBuf in, int length, PgType type) {
    int end = in.readerIndex() + length;
    requireBytes(in, end, HEADER_BYTES, type);
    int dimensions = in.readInt();
    in.skipBytes(4);
    PgType element = PgType.ofOid(in.readInt());
    if (dimensions == 0) {
      return Arrays.of(kindOf(type), List.of());
    }
    requireBytes(in, end, DIMENSION_BYTES, type);
    int count = in.readInt();
    in.skipBytes(4);
    if (dimensions != 1 || element == null || element.element() != null || count < 0) {
      throw ParameterReader.malformed(type);
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requireBytes(in, end, 4, type);
      int size = in.readInt();
      if (size >= 0) {
        requireBytes(in, end, size, type);
      }
      elements.add(size < 0 ? null : ParameterReader.binary(in, size, element));
    }
    if (in.readerIndex() != end) {
      throw ParameterReader.malformed(type);
    }
    return Arrays.of(kindOf(type), elements);
  }

  private static void requireBytes(ByteBuf in, int end, int count, PgType type) {
    if (end - in.readerIndex() < count) {
      throw ParameterReader.malformed(type);
    }
  }

  private static TypeKind kindOf(PgType type) {
    return type.columnType().elementKind();
  }
}
