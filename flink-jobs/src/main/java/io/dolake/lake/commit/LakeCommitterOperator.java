package io.dolake.lake.commit;

import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.io.TaskResources;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.iceberg.io.FileIO;

/**
 * Commits what the operators ahead made of a checkpoint, once the checkpoint is complete; runs with
 * parallelism 1.
 *
 * <p>Life of a cut: its parts arrive ahead of the barrier of checkpoint N and are put together when
 * that is about to pass; they are part of this operator's state in N; when N is known to be
 * complete, so that nobody ever goes back before it, the cut is committed. After a restart from N
 * the cut is in state: it is looked for in the lake and committed if it is not there. Cuts of
 * checkpoints that failed are kept and committed, as one, with the next that completes.
 *
 * <p>While the catalog cannot be reached this operator's thread waits: checkpoints stop, the source
 * is held back, the database's replication slot keeps the log.
 */
public final class LakeCommitterOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<LakeMessage, Void> {
  private final CommitterSettings settings;

  private transient FileIO io;
  private transient CutCommitter committer;
  private transient LakeCatalog catalog;
  private transient LakeMaintenance maintenance;
  private transient ListState<byte[]> committerState;
  private transient CommitterMetrics lakeMetrics;
  private transient String lineage;
  private transient CutAssembly assembly;
  private transient Cut held;
  private transient Deque<Cut> ready;
  private transient Map<Integer, Long> lsns;

  public LakeCommitterOperator(CommitterSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    committerState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("committer", BytePrimitiveArraySerializer.INSTANCE));
    CommitterState state =
        new CommitterState(
            UUID.randomUUID().toString(), Map.of(), Set.of(), null, List.of(), Map.of());
    for (byte[] bytes : committerState.get()) {
      state = CommitterStateCodec.decode(bytes);
    }
    lineage = state.lineage();
    held = state.held();
    ready = new ArrayDeque<>(state.ready());
    lsns = new HashMap<>(state.lsns());
    assembly = new CutAssembly();
    lakeMetrics = new CommitterMetrics(getMetricGroup(), Clock.systemUTC());
    io = LakeFiles.open(settings.ioProperties());
    catalog = new LakeCatalog(settings.catalogUri(), settings.catalogProperties());
    maintenance =
        new LakeMaintenance(catalog, settings.maintenance(), Clock.systemUTC(), lakeMetrics);
    committer =
        new CutCommitter(
            catalog,
            io,
            settings,
            lineage,
            getContainingTask().getEnvironment().getJobID().toString(),
            state.tables(),
            state.committed(),
            lakeMetrics);
    if (!ready.isEmpty()) {
      committer.recover(List.copyOf(ready));
      ready.clear();
    }
    maintenance.setTables(committer.tables());
    maintenance.start();
  }

  @Override
  public void processElement(StreamRecord<LakeMessage> element) {
    assembly.add(element.getValue());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    Cut cut = assembly.cut(checkpointId);
    cut.lsns().forEach((shard, lsn) -> lsns.merge(shard, lsn, Math::max));
    cut = cut.withLsns(lsns);
    Cut all = held == null ? cut : held.then(cut);
    if (assembly.isConsistent()) {
      held = null;
      ready.add(all);
    } else {
      held = all;
    }
    assembly.clear();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    committerState.update(
        List.of(
            CommitterStateCodec.encode(
                new CommitterState(
                    lineage,
                    committer.tables(),
                    committer.committed(),
                    held,
                    new ArrayList<>(ready),
                    lsns))));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    if (!ready.isEmpty() && ready.peek().checkpointId() <= checkpointId) {
      Cut cut = merged(checkpointId);
      if (!cut.isEmpty()) {
        maintenance.takeChanged().forEach(committer::forget);
        committer.commit(cut);
        maintenance.setTables(committer.tables());
      }
      lakeMetrics.visibleUpTo(cut.watermark());
    }
    lakeMetrics.uncommitted(ready.size());
  }

  /** Takes the cuts up to a checkpoint out, as one. */
  private Cut merged(long checkpointId) {
    Cut cut = ready.poll();
    while (!ready.isEmpty() && ready.peek().checkpointId() <= checkpointId) {
      cut = cut.then(ready.poll());
    }
    return cut;
  }

  @Override
  public void close() throws Exception {
    TaskResources.close(maintenance, committer, catalog, io);
    super.close();
  }
}
