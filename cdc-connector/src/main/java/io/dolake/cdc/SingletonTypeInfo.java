package io.dolake.cdc;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Type information of a class that has exactly one serializer: no tuple, no reflection, never Kryo.
 */
public final class SingletonTypeInfo<T> extends TypeInformation<T> {
  private final Class<T> type;
  private final TypeSerializer<T> serializer;
  private final boolean keyType;

  private SingletonTypeInfo(Class<T> type, TypeSerializer<T> serializer, boolean keyType) {
    this.type = Objects.requireNonNull(type, "type");
    this.serializer = Objects.requireNonNull(serializer, "serializer");
    this.keyType = keyType;
  }

  public static <T> SingletonTypeInfo<T> of(Class<T> type, TypeSerializer<T> serializer) {
    return new SingletonTypeInfo<>(type, serializer, false);
  }

  /** For types whose equality and hash code may partition a stream. */
  public static <T> SingletonTypeInfo<T> ofKey(Class<T> type, TypeSerializer<T> serializer) {
    return new SingletonTypeInfo<>(type, serializer, true);
  }

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
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return keyType;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SingletonTypeInfo<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SingletonTypeInfo<?>;
  }
}
