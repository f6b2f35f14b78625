package io.dolake.cdc.pipeline;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.cdc.common.event.AddColumnEvent;
import org.apache.flink.cdc.common.event.AlterColumnTypeEvent;
import org.apache.flink.cdc.common.event.DropColumnEvent;
import org.apache.flink.cdc.common.event.RenameColumnEvent;
import org.apache.flink.cdc.common.event.SchemaChangeEvent;
import org.apache.flink.cdc.common.event.TableId;
import org.apache.flink.cdc.common.types.DataType;

/** The steps from one version of a table to a later one; columns are the same by id. */
final class SchemaDifference {
  private SchemaDifference() {}

  static List<SchemaChangeEvent> between(TableDef from, TableDef to) {
    TableId table = CdcTypes.tableId(to);
    Map<Integer, ColumnDef> before = byId(from);
    Map<Integer, ColumnDef> after = byId(to);
    List<SchemaChangeEvent> events = new ArrayList<>();

    List<String> dropped =
        before.values().stream()
            .filter(column -> !after.containsKey(column.id()))
            .map(ColumnDef::name)
            .toList();
    if (!dropped.isEmpty()) {
      events.add(new DropColumnEvent(table, dropped));
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    Map<String, DataType> retyped = new LinkedHashMap<>();
    List<AddColumnEvent.ColumnWithPosition> added = new ArrayList<>();
    for (ColumnDef column : after.values()) {
      ColumnDef old = before.get(column.id());
      if (old == null) {
        added.add(AddColumnEvent.last(CdcTypes.column(column)));
        continue;
      }
      if (!old.name().equals(column.name())) {
        renamed.put(old.name(), column.name());
      }
      if (!CdcTypes.type(old).equals(CdcTypes.type(column))) {
        retyped.put(column.name(), CdcTypes.type(column));
      }
    }
    if (!renamed.isEmpty()) {
      events.add(new RenameColumnEvent(table, renamed));
    }
    if (!retyped.isEmpty()) {
      events.add(new AlterColumnTypeEvent(table, retyped));
    }
    if (!added.isEmpty()) {
      events.add(new AddColumnEvent(table, added));
    }
    return events;
  }

  private static Map<Integer, ColumnDef> byId(TableDef table) {
    return CdcTypes.visibleColumns(table).stream()
        .collect(
            Collectors.toMap(ColumnDef::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }
}
