package io.dolake.cdc.suite;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.TableSchemas;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.row.RowDecoder;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** The column {@code value} of every row that is read or inserted. */
public final class InsertedValues implements ChangeDeserializer<String> {
  @Override
  public void deserialize(ChangeRecord change, TableSchemas schemas, Collector<String> out) {
    if (change.kind() == ChangeKind.SNAPSHOT_ROW || change.kind() == ChangeKind.INSERT) {
      TableDef table = schemas.newest(change.shard(), change.tableId());
      RowDecoder decoder =
          RowDecoder.of(
              table,
              version -> Optional.of(schemas.version(change.shard(), change.tableId(), version)));
      out.collect((String) decoder.decode(change.after())[table.ordinalOf("value")]);
    }
  }

  @Override
  public TypeInformation<String> getProducedType() {
    return Types.STRING;
  }
}
