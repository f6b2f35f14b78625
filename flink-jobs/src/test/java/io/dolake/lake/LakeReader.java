package io.dolake.lake;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.commit.Stamp;
import io.dolake.lake.schema.AnyText;
import io.dolake.lake.schema.LakeColumns;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;

/** Reads the lake as any engine does: Iceberg's own client and reader. */
final class LakeReader implements AutoCloseable {
  private final RESTCatalog catalog = new RESTCatalog();

  LakeReader(String catalogUri) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, catalogUri);
    properties.put(CatalogProperties.FILE_IO_IMPL, "io.dolake.lake.io.LocalFileIO");
    catalog.initialize("reader", properties);
  }

  RESTCatalog catalog() {
    return catalog;
  }

  boolean exists(String table) {
    return catalog.tableExists(TableIdentifier.of("main", table));
  }

  Table table(String table) {
    return catalog.loadTable(TableIdentifier.of("main", table));
  }

  static long resolved(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().get("dolake.resolved-timestamp"));
  }

  /** Snapshots by the cut they belong to; of several of one cut the last. */
  static NavigableMap<Long, Snapshot> cuts(Table table) {
    NavigableMap<Long, Snapshot> cuts = new TreeMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (!Stamp.isStamped(snapshot)) {
        continue; // another engine's
      }
      cuts.merge(
          resolved(snapshot), snapshot, (a, b) -> a.sequenceNumber() > b.sequenceNumber() ? a : b);
    }
    return cuts;
  }

  /** Rows as text, sorted, in the columns of a version of the table. */
  static List<String> rows(Table table, Snapshot snapshot, TableDef definition) {
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
      for (Record record : records) {
        List<String> values = new ArrayList<>();
        for (ColumnDef column : definition.columns()) {
          values.add(text(record.getField(LakeColumns.lakeName(definition, column))));
        }
        rows.add(String.join("|", values));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    rows.sort(null);
    return rows;
  }

  /** The database's rows in the same form. */
  static List<String> expected(TestDatabase.TableState state) {
    List<String> rows = new ArrayList<>();
    for (Object[] row : state.rows().values()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        Object value = row[i];
        if (value != null && state.table().columns().get(i).type().kind() == TypeKind.ANY) {
          value = AnyText.of(value);
        }
        values.add(text(value));
      }
      rows.add(String.join("|", values));
    }
    rows.sort(null);
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return java.util.HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return java.util.HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC).toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return String.valueOf(value);
  }

  @Override
  public void close() throws java.io.IOException {
    catalog.close();
  }
}
