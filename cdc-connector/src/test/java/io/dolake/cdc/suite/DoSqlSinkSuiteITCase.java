package io.dolake.cdc.suite;

import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.nio.file.Path;
import org.apache.flink.connector.testframe.TestResource;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's own suite for sinks. Upserts by primary key make what is written again after a failure
 * count once, so the stricter semantics is asked for.
 */
class DoSqlSinkSuiteITCase extends SinkTestSuiteBase<String> {
  @TempDir static Path directory;

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestEnv MiniClusterTestEnvironment flink = new MiniClusterTestEnvironment();

  @TestExternalSystem NodeResource node = new NodeResource();

  @TestContext
  ExternalContextFactory<DoSqlSinkSuiteContext> context =
      testName -> new DoSqlSinkSuiteContext(node.url());

  /** A whole node, for all cases. */
  static final class NodeResource implements TestResource {
    private DoSqlNode node;

    @Override
    public void startUp() {
      if (node == null) {
        node = new DoSqlNode(NodeConfig.embedded(directory)).start();
      }
    }

    String url() {
      return "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main";
    }

    @Override
    public void tearDown() {
      if (node != null) {
        node.close();
        node = null;
      }
    }
  }
}
