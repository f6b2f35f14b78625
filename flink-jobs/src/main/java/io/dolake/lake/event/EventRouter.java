package io.dolake.lake.event;

import io.dolake.cdc.ChangeRecord;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns records of the feed into events: leaves excluded tables and before images out, and copies
 * what every writer must see once per key group, see {@link EventKeys}. Runs chained to the source.
 * A table counts as excluded by the name it has in the newest version told.
 */
public final class EventRouter implements FlatMapFunction<ChangeRecord, LakeEvent> {
  private static final int ROW = -1;

  private final TablePatterns excluded;
  private final int keyGroups;
  private final Set<Integer> excludedIds = new HashSet<>();

  public EventRouter(TablePatterns excluded, int keyGroups) {
    this.excluded = excluded;
    this.keyGroups = keyGroups;
  }

  @Override
  public void flatMap(ChangeRecord record, Collector<LakeEvent> out) {
    switch (record.kind()) {
      case SNAPSHOT_ROW -> row(record, LakeEvent.Kind.SNAPSHOT_ROW, out);
      case INSERT -> row(record, LakeEvent.Kind.INSERT, out);
      case UPDATE -> row(record, LakeEvent.Kind.UPDATE, out);
      case DELETE -> row(record, LakeEvent.Kind.DELETE, out);
      case SCHEMA -> {
        learn(record);
        toAll(record, LakeEvent.Kind.SCHEMA, null, record.table(), out);
      }
      case TRUNCATE -> toAll(record, LakeEvent.Kind.TRUNCATE, record.key(), record.after(), out);
      case DROP -> toAll(record, LakeEvent.Kind.DROP, null, null, out);
      case SNAPSHOT_COMPLETE -> {
        // The first watermark says the same for all shards together.
      }
    }
  }

  private void learn(ChangeRecord record) {
    TableDef table = CatalogCodec.decodeTable(record.table());
    if (excluded.matches(table.schema(), table.name())) {
      excludedIds.add(record.tableId());
    } else {
      excludedIds.remove(record.tableId());
    }
  }

  private void row(ChangeRecord record, LakeEvent.Kind kind, Collector<LakeEvent> out) {
    if (!excludedIds.contains(record.tableId())) {
      out.collect(event(record, kind, ROW, record.key(), record.after()));
    }
  }

  private void toAll(
      ChangeRecord record,
      LakeEvent.Kind kind,
      byte[] key,
      byte[] image,
      Collector<LakeEvent> out) {
    if (excludedIds.contains(record.tableId())) {
      return;
    }
    for (int group = 0; group < keyGroups; group++) {
      out.collect(event(record, kind, group, key, image));
    }
  }

  private static LakeEvent event(
      ChangeRecord record, LakeEvent.Kind kind, int keyGroup, byte[] key, byte[] image) {
    return new LakeEvent(
        kind,
        keyGroup,
        record.shard(),
        record.lsn(),
        record.index(),
        record.timestamp(),
        record.tableId(),
        key,
        image);
  }
}
