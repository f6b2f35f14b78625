package io.dolake.cli.check.lake;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Fails when told to. State is written after the barrier has passed, so that the checkpoint fails
 * and the job goes on.
 */
public final class FailingStringSerializer extends TypeSerializerSingleton<String> {
  private final String lane;

  FailingStringSerializer(String lane) {
    this.lane = lane;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public String createInstance() {
    return "";
  }

  @Override
  public String copy(String from) {
    return from;
  }

  @Override
  public String copy(String from, String reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(String value, DataOutputView target) throws IOException {
    if (JobFaults.of(lane).takeCheckpointFailure()) {
      throw new IOException("injected failure of a checkpoint");
    }
    target.writeUTF(value);
  }

  @Override
  public String deserialize(DataInputView source) throws IOException {
    return source.readUTF();
  }

  @Override
  public String deserialize(String reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.writeUTF(source.readUTF());
  }

  @Override
  public TypeSerializerSnapshot<String> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form never changes; a restored one fails nothing. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<String> {
    public Snapshot() {
      super(() -> new FailingStringSerializer(""));
    }
  }
}
