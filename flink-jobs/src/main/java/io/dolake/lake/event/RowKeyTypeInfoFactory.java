package io.dolake.lake.event;

import io.dolake.cdc.SingletonTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Finds the serializer of {@link RowKey} for Flink. */
public final class RowKeyTypeInfoFactory extends TypeInfoFactory<RowKey> {
  @Override
  public TypeInformation<RowKey> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return SingletonTypeInfo.ofKey(RowKey.class, RowKeySerializer.INSTANCE);
  }
}
