package io.dolake.catalog.table;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectChange;
import io.dolake.catalog.commit.ObjectLocks;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DuplicateKeyException;
import io.dolake.catalog.store.MissingReferenceException;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.OutcomeUnknownException;
import io.dolake.catalog.store.StoredAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/**
 * Commits changes of one or many tables, all of them or none.
 *
 * <p>Life of a commit:
 *
 * <ol>
 *   <li>the tables' locks of this process are taken, in one order for all;
 *   <li>for each table, the row is read, the requirements are checked against the metadata it
 *       names, and the new metadata is written to a new file;
 *   <li>one database transaction swaps every row from the old to the new file. If another server
 *       was faster the new files are deleted and step 2 starts again: as long as the requirements
 *       hold on the newer metadata the client need not know;
 *   <li>the new metadata is cached for the next commit.
 * </ol>
 *
 * <p>New files are deleted only if the transaction certainly did not happen. If its outcome is
 * unknown they stay, because they may be the tables' metadata.
 */
public final class TableCommitter {
  private static final int MAX_ATTEMPTS = 10;

  private final CatalogStore store;
  private final Mutations mutations;
  private final TableMetadataStore metadata;
  private final ObjectLocks locks;
  private final ChangePlanner planner;
  private final MetadataWriter writer;
  private final ObsoleteMetadata obsolete;

  TableCommitter(
      CatalogStore store,
      Mutations mutations,
      TableMetadataStore metadata,
      ObjectLocks locks,
      ChangePlanner planner,
      MetadataWriter writer,
      ObsoleteMetadata obsolete) {
    this.store = store;
    this.mutations = mutations;
    this.metadata = metadata;
    this.locks = locks;
    this.planner = planner;
    this.writer = writer;
    this.obsolete = obsolete;
  }

  /**
   * Commits all changes in one transaction.
   *
   * @param operation the name of the operation in events
   * @param answer what to answer if the request is repeated
   * @return the tables' metadata after the commit, in the order of {@code changes}
   * @throws CommitFailedException nothing was changed, a requirement does not hold
   * @throws OutcomeUnknownException the changes may or may not have been applied
   */
  public List<StoredTable> commit(
      List<TableChange> changes, Caller caller, String operation, StoredAnswer answer) {
    rejectRepeatedTables(changes);
    List<TableIdentifier> identifiers = changes.stream().map(TableChange::identifier).toList();
    try (ObjectLocks.Held held = locks.acquire(identifiers)) {
      for (int attempt = 1; ; attempt++) {
        List<PreparedChange> prepared = prepare(changes);
        if (prepared.stream().allMatch(PreparedChange::isEmpty)) {
          return targets(prepared);
        }
        if (tryCommit(prepared, caller, operation, answer)) {
          prepared.forEach(this::finish);
          return targets(prepared);
        }
        if (attempt == MAX_ATTEMPTS) {
          throw new CommitFailedException(
              "Other commits to %s were faster %d times, try again", identifiers, attempt);
        }
      }
    }
  }

  private List<PreparedChange> prepare(List<TableChange> changes) {
    record Plan(TableChange change, ObjectRow row, StoredTable base, TableMetadata target) {}
    List<Plan> plans = new ArrayList<>(changes.size());
    for (TableChange change : changes) {
      Optional<ObjectRow> row =
          ChangePlanner.checkRow(
              change, store.read(session -> session.objects().find(change.identifier())));
      if (row.isEmpty()) {
        plans.add(new Plan(change, null, null, planner.create(change)));
      } else {
        StoredTable base = metadata.load(row.get().metadataLocation());
        TableMetadata target = planner.update(change, base.metadata());
        plans.add(new Plan(change, row.get(), base, target));
      }
    }
    // Nothing is written before every table's requirements have been found to hold.
    List<MetadataWriter.Request> requests = new ArrayList<>();
    for (Plan plan : plans) {
      requests.add(new MetadataWriter.Request(plan.base(), plan.target()));
    }
    List<StoredTable> targets = writer.writeAll(requests);
    List<PreparedChange> prepared = new ArrayList<>(plans.size());
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      prepared.add(
          new PreparedChange(plan.change().identifier(), plan.row(), plan.base(), targets.get(i)));
    }
    return prepared;
  }

  /**
   * @return false if another server was faster
   */
  private boolean tryCommit(
      List<PreparedChange> prepared, Caller caller, String operation, StoredAnswer answer) {
    List<ObjectChange> described =
        prepared.stream().filter(p -> !p.isEmpty()).map(PreparedChange::describe).toList();
    // One order of rows for all transactions of all servers, so that they cannot deadlock.
    List<PreparedChange> ordered =
        prepared.stream().sorted(Comparator.comparing(p -> p.identifier().toString())).toList();
    try {
      mutations.apply(
          caller,
          operation,
          described,
          answer,
          session -> {
            for (PreparedChange change : ordered) {
              change.applyTo(session);
            }
            return null;
          });
      return true;
    } catch (LostRaceException | DuplicateKeyException e) {
      deleteFiles(prepared);
      return false;
    } catch (MissingReferenceException e) {
      deleteFiles(prepared);
      throw new NoSuchNamespaceException(
          e, "Namespace does not exist: %s", prepared.get(0).identifier().namespace());
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      deleteFiles(prepared);
      throw e;
    }
  }

  private void finish(PreparedChange change) {
    if (change.isEmpty()) {
      return;
    }
    metadata.remember(change.target());
    if (change.base() != null) {
      obsolete.removeAfter(change.base().metadata(), change.target().metadata());
    }
  }

  private void deleteFiles(List<PreparedChange> prepared) {
    prepared.stream().filter(p -> !p.isEmpty()).forEach(p -> metadata.deleteUnused(p.target()));
  }

  private static List<StoredTable> targets(List<PreparedChange> prepared) {
    return prepared.stream().map(PreparedChange::target).toList();
  }

  private static void rejectRepeatedTables(List<TableChange> changes) {
    Set<TableIdentifier> seen = new HashSet<>();
    for (TableChange change : changes) {
      if (!seen.add(change.identifier())) {
        throw new IllegalArgumentException(
            "A transaction may change a table only once: " + change.identifier());
      }
    }
  }
}
