package io.dolake.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.SnapshotScan;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogScanner;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerifierTest {
  private static final TableId TABLE = new TableId(1);
  private static final int ROWS = 500;

  /** Stands for SQL: one expression and one predicate on the name. */
  private static final ExpressionCompiler COMPILER =
      (expression, table) ->
          row ->
              expression.equals("upper(name)")
                  ? ((String) row[1]).toUpperCase(Locale.ROOT)
                  : (Object) ((String) row[1]).endsWith("7");

  @TempDir Path directory;
  private LogFiles files;
  private ShardStore store;

  @BeforeEach
  void fillStore() throws IOException {
    files = new DiskLogFiles(directory.resolve("log"));
    store =
        ShardStores.open(
            directory,
            StoreConfig.builder().segmentBytes(64 << 10).expressionCompiler(COMPILER).build());
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.apply(new CatalogChange.CreateTable(people(transaction.allocateTableId())));
      transaction.apply(
          index(transaction, "by_name", new KeyColumn(2, null, true, Collation.NOCASE)));
      transaction.apply(
          index(transaction, "by_upper", new KeyColumn(0, "upper(name)", false, Collation.BINARY)));
      transaction.commit();
    }
    for (long id = 0; id < ROWS; id++) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.insert(TABLE, new Object[] {id, "Name " + id % 50, new byte[150]});
        if (id > 10) {
          transaction.update(TABLE, new Object[] {id - 10}, new Object[] {id - 10, "Nemo", null});
        }
        if (id % 5 == 0 && id > 20) {
          transaction.delete(TABLE, id - 20);
        }
        transaction.commit();
      }
    }
  }

  private static TableDef people(TableId id) {
    return TableDef.keyedByFirst(
        id,
        "people",
        ColumnDef.of(1, "id", ColumnType.INTEGER, false),
        ColumnDef.of(2, "name", ColumnType.TEXT, false),
        ColumnDef.of(3, "picture", ColumnType.BLOB, true));
  }

  private static CatalogChange index(ShardTransaction transaction, String name, KeyColumn part) {
    String predicate = name.equals("by_upper") ? "name LIKE '%7'" : null;
    return new CatalogChange.CreateIndex(
        new IndexDef(
            transaction.allocateIndexId(), TABLE, name, List.of(part), false, predicate, true, ""));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void wholeStoreIsClean() throws Exception {
    VerifyReport report = new StoreVerifier(files, store, COMPILER).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.transactions()).isEqualTo(ROWS + 1);
    assertThat(report.segments()).isGreaterThan(2);
    assertThat(report.rows()).isBetween(300L, 500L);
    assertThat(report.indexEntries()).isGreaterThan(report.rows());
  }

  @Test
  void damagedLogIsReportedWithItsPlace() throws Exception {
    String segment = LogScanner.segments(files).get(1);
    try (LogFile file = files.open(segment)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 64 + 40);
    }
    assertThat(new StoreVerifier(files, store, COMPILER).verify().problems())
        .contains("log segment " + segment + " is damaged at byte 64");
  }

  @Test
  void rowThatIsNotInTheTableIsMissedByLogAndIndexes() throws Exception {
    ShardStore withoutOneRow = hidingOneRow(store);
    assertThat(new StoreVerifier(files, withoutOneRow, COMPILER).verify().problems())
        .contains("a row of table people that the log has is missing")
        .anyMatch(problem -> problem.startsWith("index by_name does not have the entries"));
  }

  @Test
  void predicateThatFitsNoEntryIsReported() throws Exception {
    ExpressionCompiler other = (expression, table) -> row -> Boolean.TRUE;
    assertThat(new StoreVerifier(files, store, other).verify().problems())
        .anyMatch(problem -> problem.startsWith("index by_upper does not have the entries"));
  }

  /** The store, except that scans of stored bytes leave out a row. */
  private static ShardStore hidingOneRow(ShardStore store) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          try {
            Object result = method.invoke(store, arguments);
            if (result instanceof SnapshotScan scan) {
              scan.next();
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (ShardStore)
        Proxy.newProxyInstance(
            ShardStore.class.getClassLoader(), new Class<?>[] {ShardStore.class}, handler);
  }
}
