package io.dolake.cdc.pipeline;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cdc.common.event.Event;
import org.apache.flink.cdc.runtime.serializer.event.EventSerializer;

/** Flink CDC's own serializer of events, for Flink versions its type information does not know. */
final class CdcEventTypeInfo extends TypeInformation<Event> {
  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<Event> getTypeClass() {
    return Event.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<Event> createSerializer(SerializerConfig config) {
    return EventSerializer.INSTANCE;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CdcEventTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CdcEventTypeInfo;
  }

  @Override
  public int hashCode() {
    return CdcEventTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "CdcEvent";
  }
}
