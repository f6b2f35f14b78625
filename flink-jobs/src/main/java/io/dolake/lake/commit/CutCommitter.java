package io.dolake.lake.commit;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.file.FileChange;
import io.dolake.lake.file.TableStep;
import io.dolake.lake.schema.TableLayout;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits cuts, each once. Belongs to one thread, which closes it.
 *
 * <p>A cut is one atomic request over all its tables. It is built on metadata remembered from the
 * last commit, and asks that every table still be where that left it; so nothing can be applied
 * twice, however late a request arrives. When the answer is not "done", the tables are looked at:
 * the cut's id in a snapshot's summary says that it was applied, by whatever attempt.
 */
final class CutCommitter implements AutoCloseable {
  private static final int PLANNER_THREADS = 8;
  private static final Logger LOG = LoggerFactory.getLogger(CutCommitter.class);

  private final LakeCatalog catalog;
  private final FileIO io;
  private final TableLayout layout;
  private final TablePlanner planner;
  private final OutsideCommits outsideCommits;
  private final CommitRetry retry;
  private final ExecutorService planners;
  private final String lineage;
  private final String jobId;
  private final CommitterMetrics metrics;

  private Map<Integer, LakeTable> tables;

  /** Metadata after the last commit or look, by table id. */
  private final Map<Integer, TableMetadata> known = new HashMap<>();

  /** Snapshot that this job last put or found on a table, by table id. */
  private final Map<Integer, Long> ownSnapshots = new HashMap<>();

  /** Tables that had a snapshot by this lineage, whenever that was. */
  private final Set<Integer> committed;

  CutCommitter(
      LakeCatalog catalog,
      FileIO io,
      CommitterSettings settings,
      String lineage,
      String jobId,
      Map<Integer, LakeTable> tables,
      Set<Integer> committed,
      CommitterMetrics metrics) {
    this.catalog = catalog;
    this.io = io;
    this.layout = settings.layout();
    this.planner = new TablePlanner(layout, settings.tableProperties());
    this.outsideCommits = settings.outsideCommits();
    this.retry = new CommitRetry(settings.commitTimeout());
    this.planners =
        Executors.newFixedThreadPool(
            PLANNER_THREADS,
            task -> {
              Thread thread = new Thread(task, "lake-planner");
              thread.setDaemon(true);
              return thread;
            });
    this.lineage = lineage;
    this.jobId = jobId;
    this.tables = new TreeMap<>(tables);
    this.committed = new HashSet<>(committed);
    this.metrics = metrics;
  }

  /** Tables after the last commit, by table id. */
  Map<Integer, LakeTable> tables() {
    return tables;
  }

  /** Ids of tables that had a snapshot by this lineage. */
  Set<Integer> committed() {
    return committed;
  }

  /** Metadata of a table may have changed in ways that do no harm; it is read again. */
  void forget(int tableId) {
    known.remove(tableId);
  }

  /**
   * Commits cuts of which an earlier attempt may have committed the first ones, or all, one by one
   * or together.
   *
   * @throws DoLakeException LAKE_COMMIT_FAILED when the catalog cannot be reached for long,
   *     LAKE_TABLE_ALTERED when someone has to look at the lake
   */
  void recover(List<Cut> cuts) throws InterruptedException {
    Set<String> committed =
        retry.call("look for commits made before the restart", () -> commitIds(cuts));
    Cut rest = null;
    for (Cut cut : cuts) {
      rest = rest == null ? cut : rest.then(cut);
      if (committed.contains(cut.commitId())) {
        LOG.info("checkpoint {} was committed before the restart", cut.checkpointId());
        tables = tablesAfter(rest);
        rest = null;
      }
    }
    if (rest != null && !rest.isEmpty()) {
      commit(rest);
    }
  }

  /** Ids of all commits that the snapshots of the cuts' tables name. */
  private Set<String> commitIds(List<Cut> cuts) {
    Map<TableIdentifier, LakeTable> candidates = new HashMap<>();
    tables.values().forEach(table -> candidates.put(table.identifier(), table));
    Cut all = cuts.get(0);
    for (Cut cut : cuts.subList(1, cuts.size())) {
      all = all.then(cut);
    }
    tablesAfter(all).values().forEach(table -> candidates.put(table.identifier(), table));
    Set<String> ids = new HashSet<>();
    for (TableIdentifier identifier : candidates.keySet()) {
      catalog
          .load(identifier)
          .ifPresent(
              table ->
                  table
                      .snapshots()
                      .forEach(
                          snapshot -> Stamp.of(snapshot).map(Stamp::commitId).ifPresent(ids::add)));
    }
    return ids;
  }

  /** Commits a cut that no attempt before has committed; throws like {@link #recover}. */
  void commit(Cut cut) throws InterruptedException {
    long startNanos = System.nanoTime();
    retry.call(
        "commit checkpoint " + cut.checkpointId(),
        () -> {
          attempt(cut);
          return null;
        });
    metrics.committed(cut, System.nanoTime() - startNanos);
  }

  private void attempt(Cut cut) {
    CutPlan plan = plan(cut);
    List<TableCommit> commits = plan.commits();
    try {
      if (!commits.isEmpty()) {
        catalog.commit(commits);
      }
    } catch (CommitFailedException | NoSuchTableException | AlreadyExistsException e) {
      LOG.info("commit of checkpoint {} was refused: {}", cut.checkpointId(), e.getMessage());
      lookAgain(cut, plan, e);
      return;
    } catch (RuntimeException e) {
      // Not an answer: the request may have been applied or may yet be. The tables will tell; if
      // they do not, the same request is sent again, and the parents it names let only one in.
      metrics.outcomeUnknown();
      lookAgain(cut, plan, e);
      return;
    }
    accept(plan);
  }

  private void lookAgain(Cut cut, CutPlan plan, RuntimeException why) {
    plan.staged().keySet().forEach(known::remove);
    Optional<Map<Integer, LakeTable>> after = committedTables(cut);
    if (after.isEmpty()) {
      throw new RetryableCommitException(why);
    }
    tables = after.get();
  }

  private void accept(CutPlan plan) {
    plan.staged()
        .forEach(
            (tableId, staged) -> {
              TableMetadata metadata = staged.committed();
              known.put(tableId, metadata);
              remember(tableId, metadata.currentSnapshot());
            });
    tables = plan.tables();
    known.keySet().retainAll(tables.keySet());
    ownSnapshots.keySet().retainAll(tables.keySet());
    committed.retainAll(tables.keySet());
  }

  private void remember(int tableId, Snapshot snapshot) {
    if (snapshot != null) {
      ownSnapshots.put(tableId, snapshot.snapshotId());
      committed.add(tableId);
    }
  }

  /** The tables after a cut if some attempt has committed it. */
  private Optional<Map<Integer, LakeTable>> committedTables(Cut cut) {
    Map<Integer, LakeTable> after = tablesAfter(cut);
    for (int tableId : touchedBySnapshots(cut)) {
      LakeTable table = after.get(tableId);
      Optional<Table> loaded = table == null ? Optional.empty() : catalog.load(table.identifier());
      if (loaded.isEmpty()) {
        continue;
      }
      TableMetadata metadata = LakeCatalog.metadataOf(loaded.get());
      for (Snapshot snapshot : metadata.snapshots()) {
        Optional<Stamp> stamp = Stamp.of(snapshot);
        if (stamp.isPresent() && stamp.get().commitId().equals(cut.commitId())) {
          known.clear();
          ownSnapshots.clear();
          return Optional.of(after);
        }
      }
    }
    return Optional.empty();
  }

  private static Set<Integer> touchedBySnapshots(Cut cut) {
    Set<Integer> touched = new TreeSet<>();
    cut.files().forEach(change -> touched.add(change.file().tableId()));
    cut.steps().forEach(step -> touched.add(step.tableId()));
    return touched;
  }

  private Map<Integer, LakeTable> tablesAfter(Cut cut) {
    Map<Integer, LakeTable> after = new TreeMap<>(tables);
    for (TableStep step : cut.steps()) {
      if (step.kind() == TableStep.Kind.SCHEMA) {
        apply(CatalogCodec.decodeTable(step.definition()), after);
      } else if (step.kind() == TableStep.Kind.DROP) {
        after.remove(step.tableId());
      }
    }
    return after;
  }

  private void apply(TableDef version, Map<Integer, LakeTable> to) {
    LakeTable before = to.get(version.id().value());
    if (before == null || version.schemaVersion() > before.definition().schemaVersion()) {
      String location = before == null ? layout.location(version) : before.location();
      to.put(version.id().value(), new LakeTable(version, layout.identifier(version), location));
    }
  }

  private CutPlan plan(Cut cut) {
    Map<Integer, LakeTable> after = new TreeMap<>(tables);
    Set<Integer> touched = new TreeSet<>();
    Set<Integer> cleared = new HashSet<>();
    Map<Integer, List<Long>> adopted = new HashMap<>();
    for (TableStep step : cut.steps()) {
      touched.add(step.tableId());
      switch (step.kind()) {
        case SCHEMA -> {
          LakeTable before = after.get(step.tableId());
          apply(CatalogCodec.decodeTable(step.definition()), after);
          renameIfNamed(before, after.get(step.tableId()));
        }
        case TRUNCATE -> cleared.add(step.tableId());
        case ADOPTED ->
            adopted.computeIfAbsent(step.tableId(), id -> new ArrayList<>()).add(step.snapshotId());
        case DROP -> {
          LakeTable gone = after.remove(step.tableId());
          if (gone != null && owns(gone)) {
            catalog.drop(gone.identifier());
          }
        }
      }
    }
    Map<Integer, List<FileChange>> changes = new HashMap<>();
    for (FileChange change : cut.files()) {
      if (!change.isVoid()) {
        touched.add(change.file().tableId());
        changes.computeIfAbsent(change.file().tableId(), id -> new ArrayList<>()).add(change);
      }
    }
    Map<String, String> summary = Stamp.summary(lineage, jobId, cut);
    Map<Integer, StagedTable> staged = new TreeMap<>();
    for (int tableId : touched) {
      LakeTable table = after.get(tableId);
      if (table != null) {
        staged.put(tableId, stage(table, changes.getOrDefault(tableId, List.of()), summary));
      }
    }
    planInParallel(
        staged,
        (tableId, next) -> {
          if (cleared.contains(tableId)) {
            planner.clear(next, summary);
          }
          planner.release(next, adopted.getOrDefault(tableId, List.of()));
          planner.change(next, changes.getOrDefault(tableId, List.of()), summary);
          planner.conclude(next, after.get(tableId), summary);
        });
    return new CutPlan(staged, after);
  }

  /** Writes the tables' manifests side by side: most of it is waiting for the store. */
  private void planInParallel(
      Map<Integer, StagedTable> staged, BiConsumer<Integer, StagedTable> plan) {
    List<Future<?>> plans = new ArrayList<>();
    staged.forEach(
        (tableId, table) -> plans.add(planners.submit(() -> plan.accept(tableId, table))));
    try {
      for (Future<?> next : plans) {
        next.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeIOException(new InterruptedIOException("interrupted"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("planning a commit failed", e.getCause());
    } finally {
      plans.forEach(next -> next.cancel(true));
    }
  }

  private void renameIfNamed(LakeTable before, LakeTable after) {
    if (before != null && !before.identifier().equals(after.identifier()) && owns(before)) {
      catalog.rename(before.identifier(), after.identifier());
    }
  }

  /** Whether the table under this name is still the one the committer means. */
  private boolean owns(LakeTable table) {
    return catalog
        .load(table.identifier())
        .map(found -> Integer.toString(table.tableId()).equals(tableIdOf(found.properties())))
        .orElse(false);
  }

  private static String tableIdOf(Map<String, String> properties) {
    return properties.get(TablePlanner.TABLE_ID);
  }

  private StagedTable stage(
      LakeTable table, List<FileChange> changes, Map<String, String> summary) {
    TableIdentifier identifier = table.identifier();
    TableMetadata base = known.get(table.tableId());
    if (base == null) {
      base = catalog.load(identifier).map(LakeCatalog::metadataOf).orElse(null);
    }
    if (base == null) {
      if (tables.containsKey(table.tableId())) {
        throw altered(identifier + " is gone from the catalog");
      }
      catalog.createNamespaceIfAbsent(identifier.namespace());
      return StagedTable.created(identifier, planner.create(table, changes, lineage), io);
    }
    StagedTable staged = StagedTable.existing(identifier, base, io);
    if (tableIdOf(base.properties()) == null) {
      throw new DoLakeException(
          ErrorCode.LAKE_TABLE_ALTERED,
          identifier + " exists in the lake but was not made by this job",
          "Rename or drop it, or exclude the table of that name.");
    }
    if (!lineage.equals(base.properties().get(Stamp.LINEAGE))) {
      LOG.warn("{} was kept by another job; its rows are replaced", identifier);
      planner.clear(staged, summary);
    } else {
      undoOutsideCommits(table, staged, summary);
    }
    planner.evolve(staged, table, lineage);
    return staged;
  }

  private void undoOutsideCommits(
      LakeTable table, StagedTable staged, Map<String, String> summary) {
    Snapshot current = staged.current().currentSnapshot();
    Snapshot own = Stamp.newest(staged.current(), lineage).orElse(null);
    Long expected = ownSnapshots.get(table.tableId());
    if (own != null && expected != null && own.snapshotId() != expected) {
      throw new DoLakeException(
          ErrorCode.LAKE_TABLE_ALTERED,
          "another job that goes on from the same checkpoint commits to " + staged.identifier(),
          "Stop one of the two jobs.");
    }
    if (own == null && (expected != null || committed.contains(table.tableId()))) {
      throw altered("the last snapshot of " + staged.identifier() + " by this job is gone");
    }
    if (current == null ? own == null : own != null && current.snapshotId() == own.snapshotId()) {
      remember(table.tableId(), own);
      return;
    }
    if (outsideCommits == OutsideCommits.FAIL) {
      throw altered("someone else committed to " + staged.identifier());
    }
    if (own == null) {
      LOG.warn("someone else committed to {}; its rows are removed", staged.identifier());
      metrics.outsideCommitUndone();
      planner.clear(staged, summary);
      return;
    }
    if (outsideCommits == OutsideCommits.ADOPT && isRewrite(own, current, staged.table())) {
      LOG.info("someone else rewrote files of {}, they are taken over", staged.identifier());
      metrics.outsideRewriteFound();
      planner.keep(staged, current);
    } else {
      LOG.warn(
          "someone else committed to {}; its snapshot is left behind, because the lake mirrors the"
              + " database",
          staged.identifier());
      metrics.outsideCommitUndone();
    }
    planner.moveBack(staged, own);
  }

  private static boolean isRewrite(Snapshot own, Snapshot current, Table table) {
    return OutsideRewrite.upTo(current, table)
        .filter(rewrite -> rewrite.keepsRows(own, table))
        .isPresent();
  }

  @Override
  public void close() {
    planners.shutdownNow();
  }

  private static DoLakeException altered(String what) {
    return new DoLakeException(
        ErrorCode.LAKE_TABLE_ALTERED,
        what,
        "Roll the table back to the job's last snapshot, or start the job without its state to"
            + " load the database anew.");
  }
}
