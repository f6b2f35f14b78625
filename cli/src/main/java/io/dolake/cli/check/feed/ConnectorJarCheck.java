package io.dolake.cli.check.feed;

import io.dolake.cli.feed.FeedNodeProcess;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.flinksql.FlinkSqlClient;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** The one jar for a Flink cluster: what is in it, and whether Flink and it alone read a table. */
public final class ConnectorJarCheck implements Check {
  /** Everything else could be another version's class on somebody's cluster. */
  private static final List<String> ALLOWED = List.of("io/dolake/", "META-INF/");

  private static final String SERVICES = "META-INF/services/";

  /** Interfaces that the jar may offer implementations of; a logging binding is none of them. */
  private static final List<String> ALLOWED_SERVICES =
      List.of("io.dolake.", "org.apache.flink.", "java.sql.Driver");

  /** What Flink's own distribution brings beside Flink; parts of file names. */
  private static final List<String> OF_FLINK =
      List.of(
          "flink-",
          "async-profiler",
          "commons-cli",
          "commons-collections",
          "commons-compress",
          "commons-io",
          "commons-lang3",
          "commons-math3",
          "commons-text",
          "icu4j",
          "javassist",
          "kryo",
          "logback",
          "lz4-java",
          "minlog",
          "objenesis",
          "reflectasm",
          "slf4j-api",
          "snakeyaml-engine",
          "snappy");

  private static final String NODE_HEAP = "256m";

  @Override
  public String name() {
    return "connector-jar";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "the connector jar for a Flink cluster: its content, and a table read with Flink and it";
  }

  @Override
  public String help() {
    return """
        Lists what could clash with other jars of a cluster: content that is not under io.dolake,
        and services of interfaces that are neither ours nor Flink's. Then starts Flink's SQL client
        with nothing but Flink's jars and this one on its class path and reads a table of a node
        through the catalog.
          --jar FILE    made by ./mvnw -Pconnector-jar -DskipTests -pl sql-client-ext -am package
          --rounds N    rows of the table""";
  }

  @Override
  public int defaultRounds() {
    return 1_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    Path jar = Path.of(context.option("jar", ""));
    if (!Files.isRegularFile(jar)) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "there is no jar '" + jar + "'",
          "Name it with --jar; --help tells how it is made.");
    }
    List<String> strangers = strangers(jar);
    strangers.forEach(entry -> context.progress().println("not ours: " + entry));
    String output = readTable(context, jar);
    boolean read = output.matches("(?s).*\\| +" + context.rounds() + " \\|.*");
    if (!read) {
      context.progress().println(output);
    }
    return new CheckResult(
        strangers.isEmpty() && read,
        "connector-jar: %.1f MB, %d entries that could clash, %s"
            .formatted(
                Files.size(jar) / 1e6,
                strangers.size(),
                read
                    ? "%,d rows read with Flink's jars and it alone".formatted(context.rounds())
                    : "the table could NOT be read"),
        Map.of("strangers", strangers.size(), "read", read));
  }

  private static List<String> strangers(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(ConnectorJarCheck::isStrange)
          .toList();
    }
  }

  private static boolean isStrange(String entry) {
    if (entry.startsWith(SERVICES)) {
      String service = entry.substring(SERVICES.length());
      return ALLOWED_SERVICES.stream().noneMatch(service::startsWith);
    }
    return ALLOWED.stream().noneMatch(entry::startsWith);
  }

  private static String readTable(CheckContext context, Path jar)
      throws IOException, InterruptedException {
    Path output = context.workDirectory().resolve("client.out");
    try (FeedNodeProcess node =
        FeedNodeProcess.start(context.workDirectory().resolve("node"), NODE_HEAP)) {
      node.load(context.rounds());
      Path script =
          Files.writeString(
              context.workDirectory().resolve("script.sql"),
              """
              CREATE CATALOG shop WITH ('type' = 'dosql', 'endpoints' = '%s');
              SELECT COUNT(*) FROM shop.main.bench /*+ OPTIONS('scan.bounded' = 'true') */;
              """
                  .formatted(node.endpoint()));
      FlinkSqlClient.run(
          classPathOfFlinkAnd(jar), Redirect.to(output.toFile()), List.of("-f", script.toString()));
    }
    return Files.readString(output);
  }

  private static String classPathOfFlinkAnd(Path jar) {
    String flink =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(ConnectorJarCheck::isOfFlink)
            .collect(Collectors.joining(File.pathSeparator));
    return flink + File.pathSeparator + jar.toAbsolutePath();
  }

  private static boolean isOfFlink(String entry) {
    Path file = Path.of(entry).getFileName();
    return file != null && OF_FLINK.stream().anyMatch(file.toString()::startsWith);
  }
}
