package io.dolake.cdc;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type information of {@link ChangeRecord}: neither key nor tuple, never Kryo. */
public final class ChangeRecordTypeInfo extends TypeInformation<ChangeRecord> {
  public static final ChangeRecordTypeInfo INSTANCE = new ChangeRecordTypeInfo();

  private ChangeRecordTypeInfo() {}

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
  public Class<ChangeRecord> getTypeClass() {
    return ChangeRecord.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<ChangeRecord> createSerializer(SerializerConfig config) {
    return ChangeRecordSerializer.INSTANCE;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ChangeRecordTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChangeRecordTypeInfo;
  }

  @Override
  public int hashCode() {
    return ChangeRecordTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "ChangeRecord";
  }
}
