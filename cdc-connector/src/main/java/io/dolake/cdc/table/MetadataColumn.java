package io.dolake.cdc.table;

import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.catalog.TableDef;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/** What a table can say about a change beside its row. Keys are part of the product. */
enum MetadataColumn {
  OP("op", DataTypes.STRING().notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return OPERATIONS[change.kind().ordinal()];
    }
  },
  LSN("lsn", DataTypes.BIGINT().notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return change.lsn();
    }
  },
  TRANSACTION_ID("transaction_id", DataTypes.BIGINT().notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return change.transactionId();
    }
  },
  COMMIT_TIMESTAMP("commit_timestamp", DataTypes.TIMESTAMP_LTZ(3).notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return TimestampData.fromEpochMillis(change.timestamp() >>> HlcTimestamp.LOGICAL_BITS);
    }
  },
  SHARD("shard", DataTypes.INT().notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return change.shard();
    }
  },
  TABLE("table", DataTypes.STRING().notNull()) {
    @Override
    Object read(ChangeRecord change, TableDef table) {
      return StringData.fromString(table.schema() + "." + table.name());
    }
  };

  /** By ordinal of the kind: r for a row of the initial load, c, u, d for changes. */
  private static final StringData[] OPERATIONS = new StringData[ChangeKind.values().length];

  static {
    OPERATIONS[ChangeKind.SNAPSHOT_ROW.ordinal()] = StringData.fromString("r");
    OPERATIONS[ChangeKind.INSERT.ordinal()] = StringData.fromString("c");
    OPERATIONS[ChangeKind.UPDATE.ordinal()] = StringData.fromString("u");
    OPERATIONS[ChangeKind.DELETE.ordinal()] = StringData.fromString("d");
  }

  private final String key;
  private final DataType type;

  MetadataColumn(String key, DataType type) {
    this.key = key;
    this.type = type;
  }

  String key() {
    return key;
  }

  DataType type() {
    return type;
  }

  abstract Object read(ChangeRecord change, TableDef table);

  static MetadataColumn ofKey(String key) {
    for (MetadataColumn column : values()) {
      if (column.key.equals(key)) {
        return column;
      }
    }
    throw new IllegalArgumentException("unknown metadata key " + key);
  }
}
