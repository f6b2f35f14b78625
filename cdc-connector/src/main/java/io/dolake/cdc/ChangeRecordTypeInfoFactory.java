package io.dolake.cdc;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Makes Flink's type extraction find {@link ChangeRecordSerializer#TYPE}. */
public final class ChangeRecordTypeInfoFactory extends TypeInfoFactory<ChangeRecord> {
  @Override
  public TypeInformation<ChangeRecord> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return ChangeRecordSerializer.TYPE;
  }
}
