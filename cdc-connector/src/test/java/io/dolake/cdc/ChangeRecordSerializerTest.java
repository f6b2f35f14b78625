package io.dolake.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ChangeRecordSerializerTest {
  private static final long SEED = 4711;

  private static ChangeRecord random(Random random) {
    ChangeKind[] kinds = ChangeKind.values();
    return new ChangeRecord(
        kinds[random.nextInt(kinds.length)],
        random.nextInt(),
        random.nextLong(),
        random.nextInt(),
        random.nextLong(),
        random.nextLong(),
        random.nextInt(),
        bytes(random),
        bytes(random),
        bytes(random),
        bytes(random));
  }

  private static byte[] bytes(Random random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void recordsComeBackAsTheyWere() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      ChangeRecord record = random(random);
      DataOutputSerializer out = new DataOutputSerializer(64);
      ChangeRecordSerializer.INSTANCE.serialize(record, out);
      DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
      assertThat(ChangeRecordSerializer.INSTANCE.deserialize(in))
          .as("record %s of seed %s", i, SEED)
          .isEqualTo(record);
      assertThat(in.available()).isZero();
    }
  }

  @Test
  void recordOfAnUnknownKindIsRefused() {
    DataInputDeserializer in = new DataInputDeserializer(new byte[64]);
    assertThatThrownBy(() -> ChangeRecordSerializer.INSTANCE.deserialize(in))
        .hasMessage("unknown change kind 0");
  }

  @Test
  void flinkFindsTheSerializerWithoutKryo() {
    assertThat(TypeInformation.of(ChangeRecord.class).createSerializer(new SerializerConfigImpl()))
        .isSameAs(ChangeRecordSerializer.INSTANCE);
  }
}
