package io.dolake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.storage.Durability;
import io.dolake.storage.IsolationLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigLoaderTest {
  @TempDir Path directory;

  @Test
  void everyOptionHasAValidDefault() {
    NodeConfig config = NodeConfigLoader.load(List.of(), Map.of());
    assertThat(NodeOptions.all()).allSatisfy(option -> assertThat(config.get(option)).isNotNull());
    assertThat(config.get(NodeOptions.HOST)).isEqualTo("127.0.0.1");
    assertThat(config.get(NodeOptions.PG_PORT)).isEqualTo(15_432);
    assertThat(config.get(NodeOptions.DURABILITY)).isEqualTo(Durability.FSYNC);
    assertThat(config.get(NodeOptions.DEFAULT_ISOLATION)).isEqualTo(IsolationLevel.READ_COMMITTED);
  }

  @Test
  void flagsWinOverEnvironmentAndEnvironmentOverFile() throws IOException {
    Path file = directory.resolve("node.properties");
    Files.writeString(file, "pg.port=1\nfeed.port=1\nhttp.port=1\nsql.lock-timeout=3s\n");
    NodeConfig config =
        NodeConfigLoader.load(
            List.of("--config", file.toString(), "--pg.port=3"),
            Map.of("DOLAKE_PG_PORT", "2", "DOLAKE_FEED_PORT", "2"));
    assertThat(config.get(NodeOptions.PG_PORT)).isEqualTo(3);
    assertThat(config.get(NodeOptions.FEED_PORT)).isEqualTo(2);
    assertThat(config.get(NodeOptions.HTTP_PORT)).isEqualTo(1);
    assertThat(config.get(NodeOptions.LOCK_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                NodeConfigLoader.load(
                    List.of("--pg.port=70000", "--nonsense=1", "stray", "--tls.required=true"),
                    Map.of("DOLAKE_SQL_LOCK_TIMEOUT", "soon")))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("--pg.port must be a whole number from 0 to 65535, not '70000'")
        .hasMessageContaining("there is no option 'nonsense'")
        .hasMessageContaining("'stray' is not a flag")
        .hasMessageContaining("DOLAKE_SQL_LOCK_TIMEOUT must be a duration")
        .hasMessageContaining("tls.required needs tls.certificate and tls.key");
  }

  @Test
  void unreadableFileIsAProblemLikeAnyOther() {
    assertThatThrownBy(
            () -> NodeConfigLoader.load(List.of("--config=" + directory.resolve("none")), Map.of()))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void sizesAndDurationsTakeUnits() {
    NodeConfig config =
        NodeConfigLoader.load(
            List.of(
                "--pg.max-message-size=1MiB",
                "--sql.statement-timeout=250ms",
                "--sql.idle-transaction-timeout=2h",
                "--sql.default-isolation=snapshot",
                "--durability=os"),
            Map.of());
    assertThat(config.get(NodeOptions.PG_MAX_MESSAGE_SIZE)).isEqualTo(1L << 20);
    assertThat(config.get(NodeOptions.STATEMENT_TIMEOUT)).isEqualTo(Duration.ofMillis(250));
    assertThat(config.get(NodeOptions.IDLE_TRANSACTION_TIMEOUT)).isEqualTo(Duration.ofHours(2));
    assertThat(config.get(NodeOptions.DEFAULT_ISOLATION)).isEqualTo(IsolationLevel.SNAPSHOT);
    assertThat(config.get(NodeOptions.DURABILITY)).isEqualTo(Durability.OS);
  }

  @Test
  void withChangesACopyOnly() {
    NodeConfig config = NodeConfig.defaults(directory);
    NodeConfig changed = config.with(NodeOptions.PG_PORT, 5);
    assertThat(changed.get(NodeOptions.PG_PORT)).isEqualTo(5);
    assertThat(config.get(NodeOptions.PG_PORT)).isEqualTo(15_432);
  }
}
