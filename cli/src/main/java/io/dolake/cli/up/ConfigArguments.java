package io.dolake.cli.up;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options by which every server command is configured. */
public final class ConfigArguments {
  @Option(
      names = {"-d", "--data"},
      paramLabel = "DIR",
      defaultValue = "dolake-data",
      description = "Where data lies (default: ./${DEFAULT-VALUE}).")
  private Path dataDirectory;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Properties file; docs/operations.md lists the keys.")
  private Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "Sets one key, such as node.pg.port=5432; wins over the file.")
  private List<String> settings = List.of();

  /**
   * @throws io.dolake.common.error.DoLakeException CONFIGURATION_INVALID that names every problem
   */
  public StackConfig load() {
    return StackConfig.load(dataDirectory, file, settings);
  }
}
