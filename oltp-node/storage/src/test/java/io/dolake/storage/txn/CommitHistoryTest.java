package io.dolake.storage.txn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitHistoryTest {
  private static final int TABLE = 7;
  private static final byte[] ROW = {1};
  private static final byte[] OTHER_ROW = {2};

  private static final int MANY = 20_000;

  private long oldestNeeded;
  private final CommitHistory history = new CommitHistory(16 << 20, 0, () -> oldestNeeded);

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

  @Test
  void whatNobodyCanAskForIsForgotten() {
    for (long lsn = 1; lsn <= MANY; lsn++) {
      oldestNeeded = lsn - 1;
      history.add(lsn, writing(ROW));
    }
    assertThat(history.reachesBackTo(MANY - 2_000)).isFalse();
    assertThat(history.reachesBackTo(MANY - 1)).isTrue();
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, ROW), MANY - 1)).isTrue();
  }

  @Test
  void whatAnOpenTransactionMayAskForIsKept() {
    oldestNeeded = 5;
    for (long lsn = 1; lsn <= MANY; lsn++) {
      history.add(lsn, writing(lsn == 6 ? OTHER_ROW : ROW));
    }
    assertThat(history.reachesBackTo(4)).isFalse();
    assertThat(history.reachesBackTo(5)).isTrue();
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, OTHER_ROW), 5)).isTrue();
    assertThat(history.isRowWrittenSince(LockKey.row(TABLE, OTHER_ROW), 6)).isFalse();
  }

  @Test
  void whatIsAskedForIsBoundedInBytes() {
    for (long lsn = 1; lsn <= 10 * MANY; lsn++) {
      history.add(lsn, writing(ROW));
    }
    assertThat(history.reachesBackTo(0)).isFalse();
    assertThat(history.reachesBackTo(10 * MANY - 1_000)).isTrue();
  }

  private static WriteSet writing(byte[]... rows) {
    WriteSet writes = new WriteSet(1 << 20, 1_000);
    for (byte[] row : rows) {
      writes.putRow(writes.of(TABLE), row, new RowWrite(null, new byte[10]));
    }
    return writes;
  }
}
