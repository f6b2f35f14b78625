package io.dolake.cli.up;

import io.dolake.lake.LakeJobArguments;
import io.dolake.lake.LakeJobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lake job's part of the configuration: keys {@code job.*}, the job's own arguments. */
final class JobPart {
  private static final String COMMIT_INTERVAL = "500ms";

  private JobPart() {}

  /**
   * @param feed host:port of the node's change feed, unless {@code job.node} names another
   * @param catalogUri unless {@code job.catalog} names another
   */
  static LakeJobConfig of(StackConfig config, String feed, String catalogUri) {
    Path warehouse = config.dataDirectory().resolve("catalog").resolve("warehouse");
    Map<String, String> keys = config.part("job.");
    keys.remove("parallelism");
    keys.putIfAbsent("node", feed);
    keys.putIfAbsent("catalog", catalogUri);
    keys.putIfAbsent("warehouse", config.get("catalog.warehouse", warehouse.toString()));
    keys.putIfAbsent("commit-interval", COMMIT_INTERVAL);
    List<String> arguments = new ArrayList<>();
    keys.forEach(
        (key, value) -> {
          arguments.add("--" + key);
          arguments.add(value);
        });
    return LakeJobArguments.parse(arguments.toArray(String[]::new));
  }
}
