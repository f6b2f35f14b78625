package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.io.TaskResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;

/**
 * Keeps every live data file with its deletion vector and merges the rows that died in a checkpoint
 * interval into one new vector per file. Keyed by data file, so that a file's vector has one owner
 * even when, after a rescaling, several writers delete rows of it.
 *
 * <p>Life of a deletion: a LakeWriter sends it ahead of its barrier; it waits in {@link #touched};
 * when this operator's own barrier is about to pass, all writers' barriers have arrived and so have
 * their deletions; vectors are written, the new state is stored and {@link LakeMessage.FileChanged}
 * goes to the committer ahead of the barrier. Nothing waits across a barrier, so the keyed state is
 * all there is to recover. A checkpoint may be given up after some barriers have passed: what
 * belongs to it then waits for the barriers of the next one.
 */
public final class DvWriterOperator extends AbstractStreamOperator<LakeMessage>
    implements OneInputStreamOperator<LakeMessage, LakeMessage> {
  private final Map<String, String> ioProperties;
  private final long cacheBytes;
  private final int tableFormat;

  private transient FileIO io;
  private transient VectorStore vectors;
  private transient ValueState<FileState> fileState;
  private transient Map<Long, TouchedFile> touched;
  private transient Set<LakeMessage.TableCleared> cleared;
  private transient List<LakeMessage.WriterReport> reports;
  private transient String attempt;

  /** The checkpoint whose barrier is about to pass. */
  private transient long checkpointId;

  private transient DvMetrics lakeMetrics;

  /**
   * @param ioProperties how to reach the files
   * @param cacheBytes memory for recently written vectors
   * @param tableFormat Iceberg format version of the tables
   */
  public DvWriterOperator(Map<String, String> ioProperties, long cacheBytes, int tableFormat) {
    this.ioProperties = Map.copyOf(ioProperties);
    this.cacheBytes = cacheBytes;
    this.tableFormat = tableFormat;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fileState =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("data-files", FileStateSerializer.INSTANCE));
    io = LakeFiles.open(ioProperties);
    vectors = new VectorStore(io, DeletesFormat.ofTableFormat(tableFormat), cacheBytes);
    touched = new LinkedHashMap<>();
    cleared = new LinkedHashSet<>();
    reports = new ArrayList<>();
    attempt = UUID.randomUUID().toString();
    lakeMetrics = new DvMetrics(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<LakeMessage> element) {
    LakeMessage message = element.getValue();
    if (message instanceof LakeMessage.FileAdded added) {
      touch(added.file().fileId(), added.file().tableId()).added(added);
    } else if (message instanceof LakeMessage.RowsDeleted deleted) {
      touch(deleted.fileId(), deleted.tableId()).deleted(deleted);
    } else if (message instanceof LakeMessage.TableCleared clearing) {
      cleared.add(clearing.withoutRoute());
    } else if (message instanceof LakeMessage.WriterReport report) {
      reports.add(report);
    } else {
      throw new IllegalStateException("unexpected " + message);
    }
  }

  private TouchedFile touch(long fileId, int tableId) {
    return touched.computeIfAbsent(fileId, id -> new TouchedFile(id, tableId));
  }

  @Override
  public void prepareSnapshotPreBarrier(long nextCheckpointId) throws Exception {
    checkpointId = nextCheckpointId;
    for (LakeMessage.TableCleared clearing : cleared) {
      forgetFiles(clearing);
      touched.values().removeIf(file -> file.isClearedBy(clearing));
    }
    cleared.clear();
    if (reports.stream().anyMatch(report -> report.checkpointId() != checkpointId)) {
      touched.values().forEach(TouchedFile::forgetMoves);
    }
    try (PendingVectors moved = new PendingVectors(checkpointId, "moved");
        PendingVectors regular = new PendingVectors(checkpointId, "rows")) {
      for (TouchedFile file : touched.values()) {
        apply(file, moved, regular);
      }
      moved.finish();
      regular.finish();
    }
    touched.clear();
    for (LakeMessage.WriterReport report : reports) {
      emit(report);
    }
    reports.clear();
  }

  private void apply(TouchedFile file, PendingVectors moved, PendingVectors regular)
      throws IOException {
    setCurrentKey(file.fileId());
    FileState before = file.added() == null ? fileState.value() : null;
    if (file.added() != null) {
      before = new FileState(file.added().file().withoutMetrics(), null);
    } else if (before == null) {
      throw new IllegalStateException(
          "rows deleted from data file " + file.fileId() + ", which is not known");
    }
    PositionDeleteIndex positions = null;
    boolean movedOnly = file.added() != null && file.added().moved();
    if (file.added() != null && !movedOnly) {
      file.forgetMoves(); // a file cannot lose rows before it is there
    }
    DataFileInfo info = movedOnly ? file.added().file() : before.file();
    if (movedOnly && file.movedRows() == 0) {
      emit(new FileChange(info, true, false, true, null, null));
    }
    if (file.movedRows() > 0) {
      positions = vectors.take(before.file(), before.vector());
      file.deleteMoved(positions);
      boolean removed = positions.cardinality() == before.file().rowCount();
      FileChange change = new FileChange(info, movedOnly, removed, true, before.vector(), null);
      if (removed) {
        forget(change);
        return;
      }
      moved.add(change, positions);
      if (file.deletedRows() == 0) {
        return;
      }
      // The bitmap of the first vector is written before more rows are added to it.
      before = moved.finishOne(before);
      positions = null;
    }
    if (file.added() != null && !movedOnly) {
      info = file.added().file();
      if (file.deletedRows() == 0) {
        emit(new FileChange(info, true, false, false, null, null));
        fileState.update(before);
        return;
      }
      applyDeletes(file, before, new FileChange(info, true, false, false, null, null), regular);
      return;
    }
    if (file.deletedRows() == 0) {
      fileState.update(before);
      return;
    }
    applyDeletes(
        file,
        before,
        new FileChange(before.file(), false, false, false, before.vector(), null),
        regular);
  }

  private void applyDeletes(
      TouchedFile file, FileState before, FileChange change, PendingVectors regular)
      throws IOException {
    PositionDeleteIndex positions = vectors.take(before.file(), before.vector());
    file.delete(positions);
    if (positions.cardinality() == before.file().rowCount()) {
      forget(new FileChange(change.file(), change.added(), true, false, change.oldVector(), null));
      return;
    }
    regular.add(change, positions);
  }

  private void forget(FileChange change) {
    fileState.clear();
    emit(change);
  }

  private void forgetFiles(LakeMessage.TableCleared clearing) {
    List<Object> gone = new ArrayList<>();
    try (Stream<Object> ids =
        getKeyedStateBackend().getKeys("data-files", VoidNamespace.INSTANCE)) {
      ids.filter(id -> clearing.covers((Long) id)).forEach(gone::add);
    }
    for (Object id : gone) {
      setCurrentKey(id);
      try {
        FileState state = fileState.value();
        if (state != null && state.file().tableId() == clearing.tableId()) {
          fileState.clear();
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("cannot read state of data file " + id, e);
      }
    }
  }

  private void emit(FileChange change) {
    emit(new LakeMessage.FileChanged(checkpointId, change));
  }

  private void emit(LakeMessage message) {
    output.collect(new StreamRecord<>(message));
  }

  @Override
  public void close() throws Exception {
    TaskResources.close(io);
    super.close();
  }

  /** Vectors to be written, in one batch per table. */
  private final class PendingVectors implements AutoCloseable {
    private final String fileName;
    private final Map<Integer, VectorStore.Batch> batches = new HashMap<>();
    private final Map<Long, FileChange> changes = new LinkedHashMap<>();
    private int fileCount;

    private PendingVectors(long checkpointId, String purpose) {
      fileName =
          String.format(
              "%08d-%03d-%s-%s",
              checkpointId,
              getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
              purpose,
              attempt);
    }

    private void add(FileChange change, PositionDeleteIndex positions) throws IOException {
      DataFileInfo file = change.file();
      batches
          .computeIfAbsent(
              file.tableId(),
              table -> vectors.open(file.tableLocation() + "/data/" + fileName + "-" + fileCount++))
          .add(file, positions);
      changes.put(file.fileId(), change);
    }

    private void finish() throws IOException {
      for (VectorStore.Batch batch : batches.values()) {
        for (Map.Entry<Long, DeletionVector> entry : batch.finish().entrySet()) {
          complete(changes.get(entry.getKey()), entry.getValue());
        }
      }
      batches.clear();
      changes.clear();
    }

    /** Writes the vectors of this file's table now; gives the file's state after it. */
    private FileState finishOne(FileState before) throws IOException {
      VectorStore.Batch batch = batches.remove(before.file().tableId());
      FileState after = before;
      for (Map.Entry<Long, DeletionVector> entry : batch.finish().entrySet()) {
        complete(changes.remove(entry.getKey()), entry.getValue());
        if (entry.getKey() == before.file().fileId()) {
          after = new FileState(before.file(), entry.getValue());
        }
      }
      setCurrentKey(before.file().fileId());
      return after;
    }

    private void complete(FileChange change, DeletionVector vector) throws IOException {
      setCurrentKey(change.file().fileId());
      fileState.update(new FileState(change.file().withoutMetrics(), vector));
      lakeMetrics.vectorWritten(vector);
      emit(
          new FileChange(
              change.file(), change.added(), false, change.moved(), change.oldVector(), vector));
    }

    @Override
    public void close() throws IOException {
      for (VectorStore.Batch batch : batches.values()) {
        batch.close();
      }
    }
  }
}
