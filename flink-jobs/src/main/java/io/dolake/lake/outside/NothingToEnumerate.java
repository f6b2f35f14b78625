package io.dolake.lake.outside;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The watcher's one reader makes its split itself and keeps it. */
final class NothingToEnumerate implements SplitEnumerator<OutsideWatch, Boolean> {
  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtaskId, String requesterHostname) {}

  @Override
  public void addSplitsBack(List<OutsideWatch> splits, int subtaskId) {}

  @Override
  public void addReader(int subtaskId) {}

  @Override
  public Boolean snapshotState(long checkpointId) {
    return true;
  }

  @Override
  public void close() {}

  /** No bytes. */
  static final class StateSerializer implements SimpleVersionedSerializer<Boolean> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Boolean state) {
      return new byte[0];
    }

    @Override
    public Boolean deserialize(int version, byte[] serialized) throws IOException {
      return true;
    }
  }
}
