package io.dolake.cli.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShardCommandTest {
  private static final int TRANSACTIONS = 5;

  @TempDir Path directory;
  private Path shard;

  @BeforeEach
  void fillShard() {
    shard = directory.resolve("shard");
    try (ShardStore store = ShardStores.open(shard, StoreConfig.builder().build())) {
      try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
        transaction.apply(
            new CatalogChange.CreateTable(
                TableDef.keyedByFirst(
                    transaction.allocateTableId(),
                    "t",
                    ColumnDef.of(1, "id", ColumnType.INTEGER, false))));
        transaction.commit();
      }
      for (long id = 2; id <= TRANSACTIONS; id++) {
        try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
          TableDef table = transaction.catalog().table(TableDef.DEFAULT_SCHEMA, "t").orElseThrow();
          transaction.insert(table.id(), new Object[] {id});
          transaction.commit();
        }
      }
    }
  }

  @Test
  void shardIsVerifiedBackedUpAndRestored() {
    String backup = directory.resolve("backup").toString();
    String restored = directory.resolve("restored").toString();
    assertThat(run("verify", shard.toString())).isZero();
    assertThat(run("backup", shard.toString(), backup)).isZero();
    assertThat(run("restore", backup, restored, "--lsn", Integer.toString(TRANSACTIONS))).isZero();
    assertThat(run("verify", restored)).isZero();
    assertThat(run("restore", backup, restored)).as("not empty").isNotZero();
    assertThat(
            run("restore", backup, directory.resolve("x").toString(), "--lsn", "9", "--time", "x"))
        .as("two points")
        .isNotZero();
    assertThat(run("restore", backup, directory.resolve("x").toString(), "--time", "noon"))
        .isNotZero();
  }

  @Test
  void directoryWithoutShardIsNotTurnedIntoOne() {
    Path other = directory.resolve("other");
    assertThat(run("verify", other.toString())).isNotZero();
    assertThat(Files.exists(other)).isFalse();
  }

  private static int run(String... arguments) {
    return new CommandLine(new ShardCommand())
        .setExecutionExceptionHandler((error, commandLine, parsed) -> 3)
        .execute(arguments);
  }
}
