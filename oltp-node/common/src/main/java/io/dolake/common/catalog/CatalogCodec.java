package io.dolake.common.catalog;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.catalog.CatalogChangeProto;
import io.dolake.common.proto.catalog.DropTriggerProto;
import io.dolake.common.proto.catalog.DropViewProto;
import io.dolake.common.proto.catalog.IndexProto;
import io.dolake.common.proto.catalog.KeepRowIdProto;
import io.dolake.common.proto.catalog.PutSettingProto;
import io.dolake.common.proto.catalog.TableProto;
import io.dolake.common.proto.catalog.TriggerProto;
import io.dolake.common.proto.catalog.ViewProto;

/**
 * Catalog objects as bytes: what the store keeps, the log carries and the change feed sends. The
 * format is described in docs/formats/catalog.md. Reading throws ROW_DAMAGED when the bytes are
 * none of ours.
 */
public final class CatalogCodec {
  private CatalogCodec() {}

  public static byte[] encodeTable(TableDef table) {
    return TableProtos.toProto(table).toByteArray();
  }

  public static TableDef decodeTable(byte[] bytes) {
    return decode("table", () -> TableProtos.fromProto(parse(TableProto.parser(), bytes)));
  }

  public static byte[] encodeIndex(IndexDef index) {
    return IndexProtos.toProto(index).toByteArray();
  }

  public static IndexDef decodeIndex(byte[] bytes) {
    return decode("index", () -> IndexProtos.fromProto(parse(IndexProto.parser(), bytes)));
  }

  public static byte[] encodeView(ViewDef view) {
    return toProto(view).toByteArray();
  }

  public static ViewDef decodeView(byte[] bytes) {
    return decode("view", () -> fromProto(parse(ViewProto.parser(), bytes)));
  }

  public static byte[] encodeTrigger(TriggerDef trigger) {
    return toProto(trigger).toByteArray();
  }

  public static TriggerDef decodeTrigger(byte[] bytes) {
    return decode("trigger", () -> fromProto(parse(TriggerProto.parser(), bytes)));
  }

  public static byte[] encodeChange(CatalogChange change) {
    return toProto(change).toByteArray();
  }

  public static CatalogChange decodeChange(byte[] bytes) {
    return decode("change", () -> fromProto(parse(CatalogChangeProto.parser(), bytes)));
  }

  private static CatalogChangeProto toProto(CatalogChange change) {
    CatalogChangeProto.Builder proto = CatalogChangeProto.newBuilder();
    if (change instanceof CatalogChange.CreateTable create) {
      proto.setCreateTable(TableProtos.toProto(create.table()));
    } else if (change instanceof CatalogChange.AlterTable alter) {
      proto.setAlterTable(TableProtos.toProto(alter.table()));
    } else if (change instanceof CatalogChange.DropTable drop) {
      proto.setDropTable(drop.table().value());
    } else if (change instanceof CatalogChange.TruncateTable truncate) {
      proto.setTruncateTable(truncate.table().value());
    } else if (change instanceof CatalogChange.CreateIndex create) {
      proto.setCreateIndex(IndexProtos.toProto(create.index()));
    } else if (change instanceof CatalogChange.DropIndex drop) {
      proto.setDropIndex(drop.index().value());
    } else if (change instanceof CatalogChange.CreateView create) {
      proto.setCreateView(toProto(create.view()));
    } else if (change instanceof CatalogChange.DropView drop) {
      proto.setDropView(DropViewProto.newBuilder().setSchema(drop.schema()).setName(drop.name()));
    } else if (change instanceof CatalogChange.CreateTrigger create) {
      proto.setCreateTrigger(toProto(create.trigger()));
    } else if (change instanceof CatalogChange.DropTrigger drop) {
      proto.setDropTrigger(
          DropTriggerProto.newBuilder().setSchema(drop.schema()).setName(drop.name()));
    } else if (change instanceof CatalogChange.KeepRowId keep) {
      proto.setKeepRowId(
          KeepRowIdProto.newBuilder().setTable(keep.table().value()).setLast(keep.last()));
    } else if (change instanceof CatalogChange.PutSetting put) {
      PutSettingProto.Builder setting = PutSettingProto.newBuilder().setKey(put.key());
      if (put.value() != null) {
        setting.setValue(ByteString.copyFrom(put.value()));
      }
      proto.setPutSetting(setting);
    }
    return proto.build();
  }

  private static CatalogChange fromProto(CatalogChangeProto proto) {
    return switch (proto.getChangeCase()) {
      case CREATE_TABLE ->
          new CatalogChange.CreateTable(TableProtos.fromProto(proto.getCreateTable()));
      case ALTER_TABLE ->
          new CatalogChange.AlterTable(TableProtos.fromProto(proto.getAlterTable()));
      case DROP_TABLE -> new CatalogChange.DropTable(new TableId(proto.getDropTable()));
      case TRUNCATE_TABLE -> new CatalogChange.TruncateTable(new TableId(proto.getTruncateTable()));
      case CREATE_INDEX ->
          new CatalogChange.CreateIndex(IndexProtos.fromProto(proto.getCreateIndex()));
      case DROP_INDEX -> new CatalogChange.DropIndex(new IndexId(proto.getDropIndex()));
      case CREATE_VIEW -> new CatalogChange.CreateView(fromProto(proto.getCreateView()));
      case DROP_VIEW ->
          new CatalogChange.DropView(
              proto.getDropView().getSchema(), proto.getDropView().getName());
      case CREATE_TRIGGER -> new CatalogChange.CreateTrigger(fromProto(proto.getCreateTrigger()));
      case DROP_TRIGGER ->
          new CatalogChange.DropTrigger(
              proto.getDropTrigger().getSchema(), proto.getDropTrigger().getName());
      case KEEP_ROW_ID ->
          new CatalogChange.KeepRowId(
              new TableId(proto.getKeepRowId().getTable()), proto.getKeepRowId().getLast());
      case PUT_SETTING -> {
        PutSettingProto put = proto.getPutSetting();
        yield new CatalogChange.PutSetting(
            put.getKey(), put.hasValue() ? put.getValue().toByteArray() : null);
      }
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change of no known kind");
    };
  }

  private static ViewProto toProto(ViewDef view) {
    return ViewProto.newBuilder()
        .setSchema(view.schema())
        .setName(view.name())
        .setCreateSql(view.createSql())
        .build();
  }

  private static ViewDef fromProto(ViewProto proto) {
    return new ViewDef(proto.getSchema(), proto.getName(), proto.getCreateSql());
  }

  private static TriggerProto toProto(TriggerDef trigger) {
    return TriggerProto.newBuilder()
        .setSchema(trigger.schema())
        .setName(trigger.name())
        .setRelationSchema(trigger.relationSchema())
        .setRelation(trigger.relation())
        .setCreateSql(trigger.createSql())
        .build();
  }

  private static TriggerDef fromProto(TriggerProto proto) {
    return new TriggerDef(
        proto.getSchema(),
        proto.getName(),
        proto.getRelationSchema(),
        proto.getRelation(),
        proto.getCreateSql());
  }

  private interface Decoding<T> {
    T decode() throws InvalidProtocolBufferException;
  }

  private static <T> T parse(Parser<T> parser, byte[] bytes) throws InvalidProtocolBufferException {
    return parser.parseFrom(bytes);
  }

  /** The records check themselves; what they refuse was not written by us. */
  private static <T> T decode(String object, Decoding<T> decoding) {
    try {
      return decoding.decode();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new DoLakeException(
          ErrorCode.ROW_DAMAGED,
          "a stored catalog " + object + " cannot be read: " + e.getMessage(),
          "Run verify on the shard; restore it from a backup if it reports damage.",
          e);
    }
  }
}
