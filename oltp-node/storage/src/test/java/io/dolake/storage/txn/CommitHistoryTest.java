package io.dolake.storage.txn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitHistoryTest {
  private static final int TABLE = 7;
  private static final byte[] ROW = {1};
  private static final byte[] OTHER_ROW = {2};

  private final CommitHistory history = new CommitHistory(1 << 20, 0);

  @Test
  void earlierWriteOfARowCountsAgainWhenALaterOneIsRefused() {
    history.add(1, writing(ROW));
    history.add(2, writing(ROW, OTHER_ROW));
    history.add(3, writing(ROW));
    history.removeAfter(1);
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, ROW), 0)).isTrue();
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, ROW), 1)).isFalse();
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, OTHER_ROW), 0)).isFalse();
  }

  private static WriteSet writing(byte[]... rows) {
    WriteSet writes = new WriteSet(1 << 20, 1_000);
    for (byte[] row : rows) {
      writes.putRow(writes.of(TABLE), row, new RowWrite(null, new byte[10]));
    }
    return writes;
  }
}
