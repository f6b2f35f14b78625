package io.dolake.storage.catalog;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.catalog.CatalogState.StoredIndex;
import io.dolake.storage.catalog.CatalogState.StoredTable;
import io.dolake.storage.catalog.CatalogState.VersionKey;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The catalog in LMDB's meta database.
 *
 * <pre>
 * "catalog"                        version 8, next table id 4, next index id 4, next storage id 4
 * "v" table id 4, version 4        table, encoded
 * "t" table id 4                   storage id 4, current version 4
 * "i" index id 4                   storage id 4, index, encoded
 * "w" schema, 0, name, folded      view, encoded
 * "g" schema, 0, name, folded      trigger, encoded
 * "s" key                          setting
 * </pre>
 *
 * Integers are big-endian; encodings are those of docs/formats/catalog.md.
 */
public final class CatalogStore {
  private static final byte[] HEADER_KEY = "catalog".getBytes(StandardCharsets.US_ASCII);

  private CatalogStore() {}

  public static CatalogState load(WriteBatch batch, ExpressionCompiler expressions) {
    byte[] header = batch.copyOfMeta(HEADER_KEY);
    if (header == null) {
      return CatalogState.empty(expressions);
    }
    Map<VersionKey, TableDef> versions = new HashMap<>();
    batch.forEachMeta(
        prefix('v'),
        (key, value) ->
            versions.put(
                new VersionKey(intAt(key, 1), intAt(key, 5)), CatalogCodec.decodeTable(value)));
    Map<Integer, StoredTable> tables = new HashMap<>();
    batch.forEachMeta(
        prefix('t'),
        (key, value) ->
            tables.put(
                intAt(key, 1),
                new StoredTable(
                    versions.get(new VersionKey(intAt(key, 1), intAt(value, 4))),
                    intAt(value, 0))));
    Map<Integer, StoredIndex> indexes = new HashMap<>();
    batch.forEachMeta(
        prefix('i'),
        (key, value) -> {
          IndexDef index = CatalogCodec.decodeIndex(Arrays.copyOfRange(value, 4, value.length));
          indexes.put(intAt(key, 1), new StoredIndex(index, intAt(value, 0)));
        });
    Map<String, ViewDef> views = new HashMap<>();
    batch.forEachMeta(
        prefix('w'),
        (key, value) -> {
          ViewDef view = CatalogCodec.decodeView(value);
          views.put(CatalogState.nameKey(view.schema(), view.name()), view);
        });
    Map<String, TriggerDef> triggers = new HashMap<>();
    batch.forEachMeta(
        prefix('g'),
        (key, value) -> {
          TriggerDef trigger = CatalogCodec.decodeTrigger(value);
          triggers.put(CatalogState.nameKey(trigger.schema(), trigger.name()), trigger);
        });
    Map<String, byte[]> settings = new HashMap<>();
    batch.forEachMeta(
        prefix('s'),
        (key, value) ->
            settings.put(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), value));
    ByteBuffer numbers = ByteBuffer.wrap(header);
    return new CatalogState(
        expressions,
        numbers.getLong(),
        numbers.getInt(),
        numbers.getInt(),
        numbers.getInt(),
        tables,
        versions,
        indexes,
        views,
        triggers,
        settings);
  }

  /** Writes what differs between two states. */
  public static void save(WriteBatch batch, CatalogState before, CatalogState after)
      throws MapFullException {
    batch.putMeta(
        HEADER_KEY,
        ByteBuffer.allocate(20)
            .putLong(after.version)
            .putInt(after.nextTableId)
            .putInt(after.nextIndexId)
            .putInt(after.nextStorageId)
            .array());
    for (Map.Entry<VersionKey, TableDef> entry : after.tableVersions.entrySet()) {
      if (!before.tableVersions.containsKey(entry.getKey())) {
        VersionKey version = entry.getKey();
        byte[] key = key('v', version.tableId(), version.schemaVersion());
        batch.putMeta(key, CatalogCodec.encodeTable(entry.getValue()));
      }
    }
    for (Map.Entry<Integer, StoredTable> entry : after.tablesById.entrySet()) {
      StoredTable stored = entry.getValue();
      if (!stored.equals(before.tablesById.get(entry.getKey()))) {
        byte[] value =
            ByteBuffer.allocate(8)
                .putInt(stored.storageId())
                .putInt(stored.table().schemaVersion())
                .array();
        batch.putMeta(key('t', entry.getKey()), value);
      }
    }
    for (Integer tableId : before.tablesById.keySet()) {
      if (!after.tablesById.containsKey(tableId)) {
        batch.deleteMeta(key('t', tableId));
      }
    }
    saveIndexes(batch, before, after);
    saveViews(batch, before, after);
    saveTriggers(batch, before, after);
    saveSettings(batch, before, after);
  }

  private static void saveIndexes(WriteBatch batch, CatalogState before, CatalogState after)
      throws MapFullException {
    for (Map.Entry<Integer, StoredIndex> entry : after.indexesById.entrySet()) {
      StoredIndex stored = entry.getValue();
      if (!stored.equals(before.indexesById.get(entry.getKey()))) {
        byte[] index = CatalogCodec.encodeIndex(stored.index());
        byte[] value =
            ByteBuffer.allocate(4 + index.length).putInt(stored.storageId()).put(index).array();
        batch.putMeta(key('i', entry.getKey()), value);
      }
    }
    for (Integer indexId : before.indexesById.keySet()) {
      if (!after.indexesById.containsKey(indexId)) {
        batch.deleteMeta(key('i', indexId));
      }
    }
  }

  private static void saveViews(WriteBatch batch, CatalogState before, CatalogState after)
      throws MapFullException {
    for (Map.Entry<String, ViewDef> entry : after.viewsByName.entrySet()) {
      if (!entry.getValue().equals(before.viewsByName.get(entry.getKey()))) {
        batch.putMeta(key('w', entry.getKey()), CatalogCodec.encodeView(entry.getValue()));
      }
    }
    for (String name : before.viewsByName.keySet()) {
      if (!after.viewsByName.containsKey(name)) {
        batch.deleteMeta(key('w', name));
      }
    }
  }

  private static void saveTriggers(WriteBatch batch, CatalogState before, CatalogState after)
      throws MapFullException {
    for (Map.Entry<String, TriggerDef> entry : after.triggersByName.entrySet()) {
      if (!entry.getValue().equals(before.triggersByName.get(entry.getKey()))) {
        batch.putMeta(key('g', entry.getKey()), CatalogCodec.encodeTrigger(entry.getValue()));
      }
    }
    for (String name : before.triggersByName.keySet()) {
      if (!after.triggersByName.containsKey(name)) {
        batch.deleteMeta(key('g', name));
      }
    }
  }

  private static void saveSettings(WriteBatch batch, CatalogState before, CatalogState after)
      throws MapFullException {
    for (Map.Entry<String, byte[]> entry : after.settings.entrySet()) {
      if (!Arrays.equals(entry.getValue(), before.settings.get(entry.getKey()))) {
        batch.putMeta(key('s', entry.getKey()), entry.getValue());
      }
    }
    for (String name : before.settings.keySet()) {
      if (!after.settings.containsKey(name)) {
        batch.deleteMeta(key('s', name));
      }
    }
  }

  private static byte[] prefix(char kind) {
    return new byte[] {(byte) kind};
  }

  private static byte[] key(char kind, int... numbers) {
    ByteBuffer key = ByteBuffer.allocate(1 + 4 * numbers.length).put((byte) kind);
    for (int number : numbers) {
      key.putInt(number);
    }
    return key.array();
  }

  private static byte[] key(char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + bytes.length).put((byte) kind).put(bytes).array();
  }

  private static int intAt(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getInt(offset);
  }
}
