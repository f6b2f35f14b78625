package io.dolake.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.commit.OutsideCommits;
import io.dolake.lake.writer.CommitTriggers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Arguments of {@code flink run}: {@code --name value} pairs. Needed are {@code --node}, {@code
 * --catalog} and {@code --warehouse}; names with a dot ({@code --io.s3.endpoint}, {@code
 * --catalog-client.token}, {@code --partition.orders}, {@code --sort.orders}, {@code
 * --table.write.parquet.compression-codec}) are properties of files, catalog client, partitioning,
 * sort orders and new tables.
 */
public final class LakeJobArguments {
  private static final String IO = "io.";

  /** Where a token may be given that is to be seen in no command line. */
  private static final String FEED_TOKEN_VARIABLE = "DOLAKE_FEED_TOKEN";

  private static final String CATALOG_CLIENT = "catalog-client.";
  private static final String PARTITION = "partition.";
  private static final String SORT = "sort.";
  private static final String TABLE = "table.";

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> unread;

  private LakeJobArguments(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw invalid("'" + args[i] + "' is not followed by a value");
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    unread = new TreeSet<>(values.keySet());
  }

  /** CONFIGURATION_INVALID names what is wrong. */
  public static LakeJobConfig parse(String[] args) {
    LakeJobArguments arguments = new LakeJobArguments(args);
    LakeJobConfig config = arguments.config();
    if (!arguments.unread.isEmpty()) {
      throw invalid("unknown argument --" + String.join(", --", arguments.unread));
    }
    return config;
  }

  private LakeJobConfig config() {
    LakeJobConfigBuilder builder =
        LakeJobConfig.builder(get("node", null), get("catalog", null), get("warehouse", null))
            .feedToken(get("feed-token", System.getenv(FEED_TOKEN_VARIABLE)))
            .slot(get("slot", "dolake"))
            .checkpointDirectory(get("checkpoints", null))
            .catalogProperties(withPrefix(CATALOG_CLIENT))
            .ioProperties(withPrefix(IO))
            .partitioning(withPrefix(PARTITION))
            .sorting(withPrefix(SORT))
            .tableProperties(withPrefix(TABLE));
    String include = get("include", "");
    if (!include.isBlank()) {
      builder.include(include.trim().split("\\s*,\\s*"));
    }
    String exclude = get("exclude", "");
    if (!exclude.isBlank()) {
      builder.exclude(exclude.trim().split("\\s*,\\s*"));
    }
    builder.commitInterval(duration("commit-interval", Duration.ofMillis(500)));
    builder.commitTriggers(new CommitTriggers(number("commit-rows"), number("commit-bytes")));
    builder.commitTimeout(duration("commit-timeout", Duration.ofMinutes(2)));
    builder.stateBackend(choice("state-backend", LakeJobConfig.StateBackendKind.ROCKSDB));
    builder.outsideCommits(choice("outside-commits", OutsideCommits.ADOPT));
    builder.adoptionInterval(duration("adoption-interval", Duration.ofSeconds(10)));
    return builder.build();
  }

  private String get(String name, String defaultValue) {
    unread.remove(name);
    return values.getOrDefault(name, defaultValue);
  }

  private Map<String, String> withPrefix(String prefix) {
    Map<String, String> found = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
            unread.remove(name);
          }
        });
    return found;
  }

  private Duration duration(String name, Duration defaultValue) {
    String text = get(name, null);
    if (text == null) {
      return defaultValue;
    }
    try {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2).trim()))
          : Duration.parse("PT" + text.trim());
    } catch (RuntimeException e) {
      throw invalid("--" + name + " is no duration such as 500ms, 1s or 5m: '" + text + "'");
    }
  }

  /** A number, 0 if it is not given. */
  private long number(String name) {
    String text = get(name, "0");
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw invalid("--" + name + " is no number: '" + text + "'");
    }
  }

  private <E extends Enum<E>> E choice(String name, E defaultValue) {
    String text = get(name, null);
    if (text == null) {
      return defaultValue;
    }
    try {
      return Enum.valueOf(defaultValue.getDeclaringClass(), text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw invalid("--" + name + " is unknown: '" + text + "'");
    }
  }

  private static DoLakeException invalid(String what) {
    return new DoLakeException(ErrorCode.CONFIGURATION_INVALID, "lake job: " + what);
  }
}
