package io.dolake.cli.shard;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlExpressionCompiler;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the directory of a shard that no node has open. */
final class ShardDirectory {
  private ShardDirectory() {}

  /** INVALID_PARAMETER if there is no shard; a mistyped path must not become an empty one. */
  static ShardStore open(Path directory, ExpressionCompiler compiler) {
    if (!Files.exists(directory.resolve("FORMAT"))) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          directory + " is no shard's directory",
          "Name the directory that has the files FORMAT and LOCK.");
    }
    return ShardStores.open(directory, StoreConfig.builder().expressionCompiler(compiler).build());
  }

  /** Evaluates the expressions of indexes. */
  static ExpressionCompiler compiler() {
    return new SqlExpressionCompiler();
  }
}
