package io.dolake.cdc;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

final class RawChangeDeserializer implements ChangeDeserializer<ChangeRecord> {
  @Override
  public void deserialize(
      ChangeRecord record, TableSchemas schemas, Collector<ChangeRecord> collector) {
    collector.collect(record);
  }

  @Override
  public TypeInformation<ChangeRecord> getProducedType() {
    return ChangeRecordSerializer.TYPE;
  }
}
