package io.dolake.lake.writer;

import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.file.LakeMessage;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the writers and what they are told through. */
public final class LakeWriterFactory extends AbstractStreamOperatorFactory<LakeMessage>
    implements OneInputStreamOperatorFactory<LakeEvent, LakeMessage>,
        CoordinatedOperatorFactory<LakeMessage> {
  private static final long serialVersionUID = 1L;

  private final LakeWriterSettings settings;

  public LakeWriterFactory(LakeWriterSettings settings) {
    this.settings = settings;
  }

  @Override
  @SuppressWarnings("unchecked") // the interface leaves the type to the caller
  public <T extends StreamOperator<LakeMessage>> T createStreamOperator(
      StreamOperatorParameters<LakeMessage> parameters) {
    LakeWriterOperator writer = new LakeWriterOperator(parameters, settings);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), writer);
    return (T) writer;
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
    return new Provider(operator);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LakeWriterOperator.class;
  }

  private record Provider(OperatorID operator) implements OperatorCoordinator.Provider {
    @Override
    public OperatorID getOperatorId() {
      return operator;
    }

    @Override
    public OperatorCoordinator create(OperatorCoordinator.Context context) {
      return new WriterCoordinator(context);
    }
  }
}
