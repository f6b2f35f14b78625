package io.dolake.storage.memtable;

/** The newest versions of all entries of a storage, in a memtable that is not written any more. */
final class NewestCursor implements MemtableCursor {
  private final int[] versions;
  private final VersionArena arena;
  private int next;
  private byte[] key;
  private byte[] value;

  NewestCursor(StorageEntries entries, VersionArena arena) {
    this.versions = entries.inOrder();
    this.arena = arena;
  }

  @Override
  public boolean next() {
    if (next == versions.length) {
      key = null;
      value = null;
      return false;
    }
    int version = versions[next++];
    key = arena.key(version);
    value = arena.value(version);
    return true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }
}
