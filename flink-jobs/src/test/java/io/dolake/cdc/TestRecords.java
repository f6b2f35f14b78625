package io.dolake.cdc;

/** Makes feed records for tests of what stands behind the source. */
public final class TestRecords {
  private TestRecords() {}

  public static ChangeRecord logged(
      ChangeKind kind,
      long lsn,
      int index,
      long timestamp,
      int tableId,
      byte[] key,
      byte[] before,
      byte[] after) {
    return new ChangeRecord(kind, 0, lsn, index, timestamp, lsn, tableId, key, before, after, null);
  }

  public static ChangeRecord loggedSchema(
      long lsn, int index, long timestamp, int tableId, byte[] table) {
    return new ChangeRecord(
        ChangeKind.SCHEMA, 0, lsn, index, timestamp, lsn, tableId, null, null, null, table);
  }
}
