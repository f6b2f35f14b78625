package io.dolake.flinksql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlinkSqlClientTest {
  @Test
  void jarsThatHoldLibrariesOfTheirOwnComeFirst() {
    assertThat(
            FlinkSqlClient.ordered(
                "/lib/janino-3.jar:/lib/flink-table-runtime-2.jar:classes:/lib/flink-core-2.jar"))
        .isEqualTo(
            "/lib/flink-table-runtime-2.jar:/lib/janino-3.jar:classes:/lib/flink-core-2.jar");
  }
}
