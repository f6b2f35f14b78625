package io.dolake.cdc.suite;

import io.dolake.cdc.FeedNode;
import java.nio.file.Path;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.io.TempDir;

/** Flink's own suite for sources, failures included. */
class DoSqlSourceSuiteITCase extends SourceTestSuiteBase<String> {
  @TempDir static Path directory;

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestEnv MiniClusterTestEnvironment flink = new MiniClusterTestEnvironment();

  @TestExternalSystem NodeResource node = new NodeResource();

  @TestContext
  ExternalContextFactory<DoSqlSourceSuiteContext> context =
      testName -> new DoSqlSourceSuiteContext(node.node);

  /** The node, for all cases. */
  static final class NodeResource implements org.apache.flink.connector.testframe.TestResource {
    private FeedNode node;

    @Override
    public void startUp() {
      if (node == null) {
        node = new FeedNode(directory);
      }
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
