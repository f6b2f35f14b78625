package io.dolake.server.feed;

import com.google.protobuf.UnsafeByteOperations;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.change.Change;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.SchemaChange;
import io.dolake.common.proto.feed.ChangeProto;

/**
 * Makes protocol changes of logged ones, for followed tables only. Indexes, views and settings stay
 * inside the node. Belongs to the stream's thread.
 */
final class ChangeEncoder {
  private final FollowedTables followed;
  private final boolean omitBeforeImages;

  ChangeEncoder(FollowedTables followed, boolean omitBeforeImages) {
    this.followed = followed;
    this.omitBeforeImages = omitBeforeImages;
  }

  /** The change as sent, or null when this stream does not carry it. */
  ChangeProto encode(Change change, int index) {
    if (change instanceof RowChange row) {
      return followed.contains(row.table()) ? encodeRow(row, index) : null;
    }
    return encodeSchema(((SchemaChange) change).change(), index);
  }

  private ChangeProto encodeRow(RowChange row, int index) {
    ChangeProto.Builder proto =
        ChangeProto.newBuilder()
            .setKind(
                switch (row.op()) {
                  case INSERT -> ChangeProto.Kind.INSERT;
                  case UPDATE -> ChangeProto.Kind.UPDATE;
                  case DELETE -> ChangeProto.Kind.DELETE;
                })
            .setIndex(index)
            .setTableId(row.table().value())
            .setKey(UnsafeByteOperations.unsafeWrap(row.key()));
    if (row.before() != null && !omitBeforeImages) {
      proto.setBefore(UnsafeByteOperations.unsafeWrap(row.before()));
    }
    if (row.after() != null) {
      proto.setAfter(UnsafeByteOperations.unsafeWrap(row.after()));
    }
    return proto.build();
  }

  private ChangeProto encodeSchema(CatalogChange change, int index) {
    if (change instanceof CatalogChange.CreateTable create) {
      return encodeVersion(create.table(), index);
    }
    if (change instanceof CatalogChange.AlterTable alter) {
      return encodeVersion(alter.table(), index);
    }
    if (change instanceof CatalogChange.TruncateTable truncate) {
      return encodeWhole(ChangeProto.Kind.TRUNCATE, truncate.table(), index);
    }
    if (change instanceof CatalogChange.DropTable drop) {
      return encodeWhole(ChangeProto.Kind.DROP_TABLE, drop.table(), index);
    }
    return null;
  }

  private ChangeProto encodeVersion(TableDef table, int index) {
    if (!followed.observe(table)) {
      return null;
    }
    return ChangeProto.newBuilder()
        .setKind(ChangeProto.Kind.TABLE_VERSION)
        .setIndex(index)
        .setTableId(table.id().value())
        .setTable(UnsafeByteOperations.unsafeWrap(CatalogCodec.encodeTable(table)))
        .build();
  }

  private ChangeProto encodeWhole(ChangeProto.Kind kind, TableId table, int index) {
    if (!followed.contains(table)) {
      return null;
    }
    return ChangeProto.newBuilder().setKind(kind).setIndex(index).setTableId(table.value()).build();
  }
}
