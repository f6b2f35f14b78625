package io.dolake.common.catalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.proto.catalog.CollationProto;
import io.dolake.common.proto.catalog.IndexProto;
import io.dolake.common.proto.catalog.KeyColumnProto;

/** Indexes and key parts to and from their messages. */
final class IndexProtos {
  private IndexProtos() {}

  static IndexProto toProto(IndexDef index) {
    IndexProto.Builder proto =
        IndexProto.newBuilder()
            .setId(index.id().value())
            .setTable(index.table().value())
            .setName(index.name())
            .setUnique(index.unique())
            .setReady(index.ready())
            .setCreateSql(index.createSql());
    index.columns().forEach(part -> proto.addColumns(toProto(part)));
    if (index.predicate() != null) {
      proto.setPredicate(index.predicate());
    }
    return proto.build();
  }

  static IndexDef fromProto(IndexProto proto) {
    return new IndexDef(
        new IndexId(proto.getId()),
        new TableId(proto.getTable()),
        proto.getName(),
        proto.getColumnsList().stream().map(IndexProtos::fromProto).toList(),
        proto.getUnique(),
        proto.hasPredicate() ? proto.getPredicate() : null,
        proto.getReady(),
        proto.getCreateSql());
  }

  static KeyColumnProto toProto(KeyColumn part) {
    KeyColumnProto.Builder proto =
        KeyColumnProto.newBuilder()
            .setColumnId(part.columnId())
            .setDescending(part.descending())
            .setCollation(toProto(part.collation()));
    if (part.expression() != null) {
      proto.setExpression(part.expression());
    }
    return proto.build();
  }

  static KeyColumn fromProto(KeyColumnProto proto) {
    return new KeyColumn(
        proto.getColumnId(),
        proto.hasExpression() ? proto.getExpression() : null,
        proto.getDescending(),
        fromProto(proto.getCollation()));
  }

  static CollationProto toProto(Collation collation) {
    return switch (collation) {
      case BINARY -> CollationProto.BINARY;
      case NOCASE -> CollationProto.NOCASE;
      case RTRIM -> CollationProto.RTRIM;
    };
  }

  static Collation fromProto(CollationProto proto) {
    return switch (proto) {
      case BINARY -> Collation.BINARY;
      case NOCASE -> Collation.NOCASE;
      case RTRIM -> Collation.RTRIM;
      case UNRECOGNIZED -> throw new IllegalArgumentException("unknown collation");
    };
  }
}
