package io.dolake.lake.writer;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.file.Adoption;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileIds;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.file.TableStep;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.io.TaskResources;
import io.dolake.lake.schema.LakeColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.iceberg.io.FileIO;

/**
 * Turns the changes of the keys it owns into data files and dead positions.
 *
 * <p>Life of a change:
 *
 * <ol>
 *   <li>it arrives with the timestamp of its commit and waits in {@link PendingEvents};
 *   <li>a watermark at or above its timestamp arrives: it is folded with other changes of its key;
 *   <li>a checkpoint's barrier is about to pass, or memory is short: the key's last image is
 *       appended to a data file, its old position, found in the {@link RowIndex}, is noted as dead;
 *   <li>before the barrier passes, files are finished and sent on with the dead positions. Before
 *       the interval's first look into the index rows of older files may have been moved together.
 * </ol>
 *
 * <p>Barriers are aligned and watermarks are broadcast, so every writer has the same watermark at a
 * barrier and what they send together is a consistent cut. Rows of the initial load need not wait:
 * nothing of the table is visible before the first watermark, which is above all of them.
 */
public final class LakeWriterOperator extends AbstractStreamOperator<LakeMessage>
    implements OneInputStreamOperator<LakeEvent, LakeMessage>, OperatorEventHandler {
  /** How much of its time a writer moves rows when it has nothing else to do. */
  private static final double IDLE_SHARE = 0.5;

  /** The index's buffers may fill one in so many bytes of the heap. */
  private static final int INDEX_BUFFERS_OF_HEAP = 8;

  /** Until files are looked at again when none was worth moving. */
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final LakeWriterSettings settings;
  private transient OperatorEventGateway coordinator;

  private transient FileIO io;
  private transient RowIndex index;
  private transient ListState<byte[]> writerState;
  private transient WriterTables tables;
  private transient LogPositions positions;
  private transient PendingEvents pending;
  private transient FoldedChanges folded;
  private transient DataFileSet files;
  private transient ChangeWriter changeWriter;
  private transient DeadRows dead;
  private transient LiveFiles liveFiles;
  private transient Compactor compactor;
  private transient CompactionPace pace;
  private transient IntervalMoves moves;
  private transient OutsideAdopter adopter;
  private transient TableRewrites rewrites;
  private transient IndexSweep sweep;
  private transient KeyGroupRange ownKeys;
  private transient List<TableStep> steps;
  private transient List<LakeMessage.TableCleared> cleared;
  private transient WriterMetrics lakeMetrics;
  private transient long watermark;
  private transient long changes;
  private transient long changedBytes;
  private transient boolean commitWanted;
  private transient boolean movesComeFirst;

  LakeWriterOperator(
      StreamOperatorParameters<LakeMessage> parameters, LakeWriterSettings settings) {
    super(parameters);
    this.settings = settings;
    this.coordinator =
        parameters
            .getOperatorEventDispatcher()
            .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watermark = Long.MIN_VALUE;
    movesComeFirst = true;
    tables = new WriterTables(settings.layout());
    positions = new LogPositions();
    pending = new PendingEvents();
    dead = new DeadRows();
    liveFiles = new LiveFiles();
    steps = new ArrayList<>();
    cleared = new ArrayList<>();
    io = LakeFiles.open(settings.ioProperties());
    files =
        new DataFileSet(
            io, settings.limits(), subtask(), UUID.randomUUID().toString(), liveFiles::liveRows);
    files.beginInterval(context.getRestoredCheckpointId().orElse(0) + 1);
    writerState =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("writer", BytePrimitiveArraySerializer.INSTANCE));
    TaskInfo task = getRuntimeContext().getTaskInfo();
    int keyGroups = task.getMaxNumberOfParallelSubtasks();
    folded = new FoldedChanges(keyGroups);
    ownKeys =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            keyGroups, task.getNumberOfParallelSubtasks(), subtask());
    index =
        new RowIndex(
            this.<RowKey>getKeyedStateBackend(),
            context.getKeyedStateStore(),
            ownKeys,
            keyGroups,
            indexBufferBytes());
    changeWriter = new ChangeWriter(tables, index, files, dead, keyGroups);
    moves = new IntervalMoves(io, files);
    Supplier<RowMover> movers = () -> new RowMover(io, index, files, this::ownsKey);
    compactor = new Compactor(settings.compaction(), tables, liveFiles, settings.limits(), movers);
    rewrites = new TableRewrites(tables, liveFiles, settings.formatVersion(), movers);
    sweep = new IndexSweep(index, tables);
    adopter = new OutsideAdopter(io, index, liveFiles, this::ownsKey);
    pace = new CompactionPace(System::nanoTime);
    restoreWriterState();
    lakeMetrics = new WriterMetrics(getMetricGroup(), () -> watermark, () -> pending.size());
  }

  @Override
  public void open() throws Exception {
    super.open();
    lookAgainIn(LOOK_AGAIN_MILLIS);
  }

  private void restoreWriterState() throws Exception {
    List<LakeEvent> events = new ArrayList<>();
    for (byte[] state : writerState.get()) {
      WriterStateCodec.decode(
          state, tables, positions, liveFiles, events::add, adopter::add, sweep::add);
    }
    events.sort(Comparator.comparingLong(LakeEvent::lsn).thenComparingInt(LakeEvent::index));
    Set<List<Object>> controlEvents = new HashSet<>();
    for (LakeEvent event : events) {
      boolean own =
          event.isRow()
              ? ownsKey(new RowKey(event.tableId(), event.key()))
              : controlEvents.add(
                  List.of(event.shard(), event.lsn(), event.index(), event.tableId()));
      if (own) {
        pending.add(event);
      }
    }
  }

  private boolean ownsKey(RowKey key) {
    int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    return ownKeys.contains(KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
  }

  /** All writers of a process share what they may have of its heap. */
  private long indexBufferBytes() {
    int writers =
        getContainingTask()
            .getEnvironment()
            .getTaskManagerInfo()
            .getConfiguration()
            .get(TaskManagerOptions.NUM_TASK_SLOTS);
    return Math.min(
        settings.limits().maxIndexBufferBytes(),
        Runtime.getRuntime().maxMemory() / INDEX_BUFFERS_OF_HEAP / writers);
  }

  private int subtask() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  /** The current key is set when the index is asked, not for every event that passes. */
  @Override
  public boolean hasKeyContext() {
    return false;
  }

  @Override
  public void setKeyContextElement(StreamRecord<LakeEvent> element) {}

  @Override
  public void processElement(StreamRecord<LakeEvent> element) throws Exception {
    LakeEvent event = element.getValue();
    if (!event.isLogged()) {
      apply(event);
      if (event.isRow()) {
        // The first cut lies above every read, so it reaches at least as far as this one.
        positions.applied(event);
      }
    } else if (positions.advance(event)) {
      pending.add(event);
    } else {
      lakeMetrics.duplicateDropped();
      return;
    }
    spillIfFull();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    applyPending();
    super.processWatermark(mark);
  }

  private void applyPending() throws IOException {
    try {
      pending.drain(
          watermark,
          event -> {
            try {
              apply(event);
              positions.applied(event);
              spillIfFull();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void apply(LakeEvent event) throws IOException {
    switch (event.kind()) {
      case SNAPSHOT_ROW, INSERT, UPDATE, DELETE -> {
        folded.add(event);
        changes++;
        changedBytes += event.key().length + (event.image() == null ? 0 : event.image().length);
        askForCommitIfDue();
      }
      case SCHEMA -> applySchema(event);
      case TRUNCATE -> {
        if (event.key() != null || event.image() != null) {
          deleteRange(event);
        } else {
          clearTable(event.tableId());
          steps.add(TableStep.truncate(event.tableId()));
        }
      }
      case DROP -> {
        if (tables.contains(event.tableId())) {
          clearTable(event.tableId());
          tables.remove(event.tableId());
          steps.add(TableStep.drop(event.tableId()));
        }
      }
      case ADOPT -> adopter.add(Adoption.decode(event.image()));
    }
  }

  /**
   * A version told ahead of the log's order serves to read rows; the lake's table changes when the
   * version comes in order, or at once if the table is new.
   */
  private void applySchema(LakeEvent event) {
    TableDef version = CatalogCodec.decodeTable(event.image());
    boolean newTable = !tables.contains(event.tableId());
    boolean newVersion = tables.add(version);
    tables.get(event.tableId()).spec(); // complains of configured terms that do not fit
    if (event.isLogged() || newTable || (newVersion && watermark == Long.MIN_VALUE)) {
      steps.add(TableStep.schema(event.tableId(), event.image()));
      rewrites.comes(version);
    }
  }

  private void clearTable(int tableId) throws IOException {
    folded.removeTable(tableId);
    dead.removeTable(tableId);
    compactor.forgetTable(tableId);
    rewrites.forgetTable(tableId);
    moves.discardTable(tableId);
    files.discardTable(tableId);
    liveFiles.removeTable(tableId);
    adopter.forgetTable(tableId).forEach(this::concludeAdoption);
    sweep.add(tableId);
    tables.get(tableId).truncated(files.interval(), subtask(), files.nextSequence());
    cleared.removeIf(clearing -> clearing.tableId() == tableId);
    for (long dvWriterKey : settings.dvWriterKeys()) {
      cleared.add(
          new LakeMessage.TableCleared(
              tableId,
              FileIds.firstOf(files.interval()),
              subtask(),
              getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
              dvWriterKey));
    }
  }

  private void deleteRange(LakeEvent event) throws IOException {
    flush();
    beginChanges();
    for (RowKey key : index.keysBetween(event.tableId(), event.key(), event.image())) {
      index.turnTo(key);
      FilePosition position = index.position();
      if (position != null && tables.get(event.tableId()).isLive(position)) {
        dead.add(event.tableId(), position);
      }
      index.remove();
    }
  }

  private void askForCommitIfDue() {
    if (!commitWanted && settings.commitTriggers().areReached(changes, changedBytes)) {
      commitWanted = true;
      coordinator.sendEventToCoordinator(new CommitWanted());
    }
  }

  private void spillIfFull() throws IOException {
    if (folded.size() >= settings.limits().maxBufferedRows()
        || folded.sizeBytes() >= settings.limits().maxBufferedBytes()) {
      flush();
    }
  }

  /** The index is about to see a change: what is to come before it comes now. */
  private void beginChanges() throws IOException {
    adoptOutsideFiles(files.interval());
    moves.end();
  }

  /**
   * Takes over what other engines wrote, as moves; when changes came before it, which is so only if
   * a checkpoint was given up, as changes.
   *
   * @param checkpointId the next checkpoint, or what it will be at least
   */
  private void adoptOutsideFiles(long checkpointId) throws IOException {
    for (Adoption order : adopter.takeDue(checkpointId)) {
      WriterTable table = tables.find(order.tableId());
      if (settings.adoptsFiles()
          && table != null
          && table.location().equals(order.tableLocation())
          && LakeColumns.tellKeys(table.current())) {
        movesComeFirst &= moves.mayGoOn();
        adopter.adopt(table, order, moves.mayGoOn(), moves.mayGoOn() ? moves.dead() : dead);
      }
      concludeAdoption(order);
    }
  }

  private void concludeAdoption(Adoption order) {
    if (order.last()) {
      steps.add(TableStep.adopted(order.tableId(), order.snapshotId()));
    }
  }

  /** Writes the folded changes to open files and keeps the index in step. */
  private void flush() throws IOException {
    if (folded.size() == 0) {
      return;
    }
    beginChanges();
    changeWriter.write(folded.drain());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    adoptOutsideFiles(checkpointId);
    flush();
    moves.end();
    sweepIndex();
    cleared.forEach(this::emit);
    cleared.clear();
    adopter.takeAdopted().forEach(this::emitAdopted);
    emitFiles(moves.takeFiles(), true);
    emitDead(moves.dead(), true);
    files.finishAll(file -> emitFiles(List.of(file), false));
    emitDead(dead, false);
    rewriteTables();
    emit(
        new LakeMessage.WriterReport(
            checkpointId,
            subtask(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
            watermark,
            positions.appliedLsns(),
            subtask() == 0 ? steps : List.of(),
            changes,
            movesComeFirst));
    lakeMetrics.changesApplied(changes);
    steps.clear();
    changes = 0;
    changedBytes = 0;
    commitWanted = false;
    movesComeFirst = true;
    moves.beginInterval();
    compactor.beginInterval();
  }

  /** Now that it is known of all files what is dead in them, and before the cut is complete. */
  private void rewriteTables() throws IOException {
    if (rewrites.areDue()) {
      for (int tableId : rewrites.tableIds()) {
        compactor.forgetTable(tableId);
      }
      rewrites.write(dead);
      files.finishAll(file -> emitFiles(List.of(file), false));
      emitDead(dead, false);
    }
  }

  /**
   * Moves rows in short steps until the index sees the interval's first change, which under load is
   * when its barrier comes.
   */
  private void moveRows() throws IOException {
    boolean idle = changes == 0 && pending.size() == 0;
    double debt = compactor.debt();
    CompactionShare shares = settings.compaction().share();
    double share = Math.max(shares.at(debt), idle ? IDLE_SHARE : 0);
    long allowedNanos = pace.allowance(share);
    int moved = 0;
    if (watermark != Long.MIN_VALUE && moves.mayGoOn() && allowedNanos > 0) {
      long startNanos = System.nanoTime();
      moved =
          compactor.work(idle || shares.isPressing(debt), startNanos + allowedNanos, moves.dead());
      pace.used(System.nanoTime() - startNanos);
      lakeMetrics.rowsMoved(moved);
    }
    boolean waitsForPace = moved > 0 || allowedNanos == 0;
    if (idle) {
      sweepIndex();
    }
    lookAgainIn(
        waitsForPace
            ? TimeUnit.NANOSECONDS.toMillis(pace.waitNanos(share)) + 1
            : LOOK_AGAIN_MILLIS);
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    if (!(event instanceof CompactionOrder order)) {
      throw new IllegalStateException("unexpected " + event);
    }
    for (WriterTable table : tables.all()) {
      if (table.location().equals(order.tableLocation())) {
        compactor.order(table);
      }
    }
  }

  private void sweepIndex() throws IOException {
    lakeMetrics.indexEntriesSwept(sweep.step());
  }

  private void lookAgainIn(long millis) {
    ProcessingTimeService time = getProcessingTimeService();
    time.registerTimer(time.getCurrentProcessingTime() + millis, timestamp -> moveRows());
  }

  private void emitFiles(List<DataFileInfo> added, boolean moved) {
    for (DataFileInfo file : added) {
      lakeMetrics.fileWritten(file);
      liveFiles.added(file);
      emit(new LakeMessage.FileAdded(file, moved));
    }
  }

  private void emitAdopted(OutsideAdopter.Adopted adopted) {
    if (adopted.ownRows() > 0) {
      liveFiles.added(adopted.file(), adopted.ownRows());
    }
    if (subtask() == 0) {
      emit(new LakeMessage.FileAdded(adopted.file(), adopted.moved()));
    }
  }

  private void emitDead(DeadRows died, boolean moved) {
    died.drain(
        (fileId, rows) -> {
          liveFiles.rowsDied(fileId, rows.rows());
          emit(new LakeMessage.RowsDeleted(fileId, rows.tableId(), rows.rows(), moved));
        });
  }

  private void emit(LakeMessage message) {
    output.collect(new StreamRecord<>(message));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    index.log();
    lakeMetrics.has(
        new WriterMetrics.Holdings(
            liveFiles.liveRows(), liveFiles.all().size(), liveFiles.debt(), index.bufferBytes()));
    writerState.update(
        List.of(
            WriterStateCodec.encode(
                tables, positions, liveFiles, pending, adopter.pending(), sweep.emptied())));
    files.beginInterval(context.getCheckpointId() + 1);
  }

  @Override
  public void close() throws Exception {
    TaskResources.close(sweep, files == null ? null : files::abandon, compactor, io);
    super.close();
  }
}
