package io.dolake.cdc.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedSplitSerializerTest {
  private final FeedSplitSerializer serializer = new FeedSplitSerializer();

  private static final SnapshotSplit SNAPSHOT =
      new SnapshotSplit(
          3,
          9,
          new byte[] {1},
          null,
          List.of(new PageRead(new byte[] {5}, 17, 18)),
          false,
          List.of(new byte[] {1, 2, 3}));

  private static final LogSplit LOG =
      new LogSplit(
          3,
          "slot",
          "reader",
          new LogPosition(100, 101, 7),
          LogSplit.NEVER,
          HandOver.of(3, List.of(SNAPSHOT)),
          true,
          false,
          List.of(new byte[] {4}));

  @Test
  void splitsComeBackAsTheyWere() throws IOException {
    for (FeedSplit split : List.of(SNAPSHOT, LOG)) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
          .isEqualTo(split);
    }
  }

  @Test
  void unknownVersionIsRefusedWithBothVersions() {
    assertThatThrownBy(() -> serializer.deserialize(99, serializer.serialize(LOG)))
        .hasMessage("split has format version 99, this connector reads version 1");
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    byte[] bytes = serializer.serialize(SNAPSHOT);
    assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length + 2)))
        .hasMessage("split has 2 bytes too many");
  }
}
