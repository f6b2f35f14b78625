package io.dolake.common.catalog;

import com.google.protobuf.ByteString;
import io.dolake.common.TableId;
import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.proto.catalog.CheckProto;
import io.dolake.common.proto.catalog.ColumnProto;
import io.dolake.common.proto.catalog.ColumnTypeProto;
import io.dolake.common.proto.catalog.ForeignKeyProto;
import io.dolake.common.proto.catalog.SequenceProto;
import io.dolake.common.proto.catalog.TableProto;
import io.dolake.common.row.AvroValues;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;

/** Tables to and from their messages. */
final class TableProtos {
  private TableProtos() {}

  static TableProto toProto(TableDef table) {
    TableProto.Builder proto =
        TableProto.newBuilder()
            .setId(table.id().value())
            .setSchemaVersion(table.schemaVersion())
            .setSchema(table.schema())
            .setName(table.name())
            .setLastColumnId(table.lastColumnId())
            .setCreateSql(table.createSql())
            .setComment(table.comment());
    table.columns().forEach(column -> proto.addColumns(toProto(column)));
    table.primaryKey().forEach(part -> proto.addPrimaryKey(IndexProtos.toProto(part)));
    table.checks().forEach(check -> proto.addChecks(toProto(check)));
    table.foreignKeys().forEach(key -> proto.addForeignKeys(toProto(key)));
    if (table.isSequence()) {
      proto.setSequence(toProto(table.sequence()));
    }
    return proto.build();
  }

  static TableDef fromProto(TableProto proto) {
    return new TableDef(
        new TableId(proto.getId()),
        proto.getSchemaVersion(),
        proto.getSchema(),
        proto.getName(),
        proto.getColumnsList().stream().map(TableProtos::fromProto).toList(),
        proto.getPrimaryKeyList().stream().map(IndexProtos::fromProto).toList(),
        proto.getChecksList().stream()
            .map(check -> new CheckDef(check.getName(), check.getExpression()))
            .toList(),
        proto.getForeignKeysList().stream().map(TableProtos::fromProto).toList(),
        proto.getLastColumnId(),
        proto.getCreateSql(),
        proto.getComment(),
        proto.hasSequence() ? fromProto(proto.getSequence()) : null);
  }

  private static SequenceProto toProto(SequenceDef sequence) {
    SequenceProto.Builder proto =
        SequenceProto.newBuilder()
            .setDataType(sequence.dataType())
            .setStart(sequence.start())
            .setIncrement(sequence.increment())
            .setMinimum(sequence.minimum())
            .setMaximum(sequence.maximum())
            .setCache(sequence.cache())
            .setCycle(sequence.cycle());
    if (sequence.owner() != null) {
      proto.setOwnerTable(sequence.owner().tableId()).setOwnerColumn(sequence.owner().columnId());
    }
    return proto.build();
  }

  private static SequenceDef fromProto(SequenceProto proto) {
    return new SequenceDef(
        proto.getDataType(),
        proto.getStart(),
        proto.getIncrement(),
        proto.getMinimum(),
        proto.getMaximum(),
        proto.getCache(),
        proto.getCycle(),
        proto.getOwnerTable() == 0
            ? null
            : new SequenceDef.Owner(proto.getOwnerTable(), proto.getOwnerColumn()));
  }

  private static ColumnProto toProto(ColumnDef column) {
    ColumnProto.Builder proto =
        ColumnProto.newBuilder()
            .setId(column.id())
            .setName(column.name())
            .setType(
                ColumnTypeProto.newBuilder()
                    .setKind(column.type().kind().code())
                    .setPrecision(column.type().precision())
                    .setScale(column.type().scale()))
            .setDeclaredType(column.declaredType())
            .setNullable(column.nullable())
            .setStoredGenerated(column.storedGenerated())
            .setCollation(IndexProtos.toProto(column.collation()))
            .setAutoIncrement(column.autoIncrement())
            .setHidden(column.hidden())
            .setComment(column.comment());
    if (column.defaultExpression() != null) {
      proto.setDefaultExpression(column.defaultExpression());
    }
    if (column.initialDefault() != null) {
      ByteWriter value = new ByteWriter();
      AvroValues.write(value, column.type(), column.initialDefault());
      proto.setInitialDefault(ByteString.copyFrom(value.array(), 0, value.length()));
    }
    if (column.generatedExpression() != null) {
      proto.setGeneratedExpression(column.generatedExpression());
    }
    return proto.build();
  }

  private static ColumnDef fromProto(ColumnProto proto) {
    ColumnType type =
        new ColumnType(
            TypeKind.ofCode(proto.getType().getKind()),
            proto.getType().getPrecision(),
            proto.getType().getScale());
    Object initialDefault =
        proto.hasInitialDefault()
            ? AvroValues.read(new ByteReader().wrap(proto.getInitialDefault().toByteArray()), type)
            : null;
    return new ColumnDef(
        proto.getId(),
        proto.getName(),
        type,
        proto.getDeclaredType(),
        proto.getNullable(),
        proto.hasDefaultExpression() ? proto.getDefaultExpression() : null,
        initialDefault,
        proto.hasGeneratedExpression() ? proto.getGeneratedExpression() : null,
        proto.getStoredGenerated(),
        IndexProtos.fromProto(proto.getCollation()),
        proto.getAutoIncrement(),
        proto.getHidden(),
        proto.getComment());
  }

  private static CheckProto toProto(CheckDef check) {
    return CheckProto.newBuilder().setName(check.name()).setExpression(check.expression()).build();
  }

  private static ForeignKeyProto toProto(ForeignKeyDef key) {
    return ForeignKeyProto.newBuilder()
        .setName(key.name())
        .addAllColumnIds(key.columnIds())
        .setParent(key.parent().value())
        .addAllParentColumnIds(key.parentColumnIds())
        .setOnDelete(toProto(key.onDelete()))
        .setOnUpdate(toProto(key.onUpdate()))
        .setDeferred(key.deferred())
        .build();
  }

  private static ForeignKeyDef fromProto(ForeignKeyProto proto) {
    return new ForeignKeyDef(
        proto.getName(),
        proto.getColumnIdsList(),
        new TableId(proto.getParent()),
        proto.getParentColumnIdsList(),
        fromProto(proto.getOnDelete()),
        fromProto(proto.getOnUpdate()),
        proto.getDeferred());
  }

  private static ForeignKeyProto.Action toProto(ForeignKeyDef.Action action) {
    return switch (action) {
      case NO_ACTION -> ForeignKeyProto.Action.NO_ACTION;
      case RESTRICT -> ForeignKeyProto.Action.RESTRICT;
      case CASCADE -> ForeignKeyProto.Action.CASCADE;
      case SET_NULL -> ForeignKeyProto.Action.SET_NULL;
      case SET_DEFAULT -> ForeignKeyProto.Action.SET_DEFAULT;
    };
  }

  private static ForeignKeyDef.Action fromProto(ForeignKeyProto.Action action) {
    return switch (action) {
      case NO_ACTION -> ForeignKeyDef.Action.NO_ACTION;
      case RESTRICT -> ForeignKeyDef.Action.RESTRICT;
      case CASCADE -> ForeignKeyDef.Action.CASCADE;
      case SET_NULL -> ForeignKeyDef.Action.SET_NULL;
      case SET_DEFAULT -> ForeignKeyDef.Action.SET_DEFAULT;
      case UNRECOGNIZED -> throw new IllegalArgumentException("unknown foreign key action");
    };
  }
}
