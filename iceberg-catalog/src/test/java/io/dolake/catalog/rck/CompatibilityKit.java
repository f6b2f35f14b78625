package io.dolake.catalog.rck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.catalog.postgres.PrivatePostgres;
import io.dolake.catalog.storage.LocalFileIO;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs Iceberg's REST compatibility kit against an empty catalog.
 *
 * <p>The kit reads its options from system properties, so there is one run at a time in a process.
 */
public final class CompatibilityKit {
  private static final List<String> SUITES =
      List.of(
          "org.apache.iceberg.rest.RESTCompatibilityKitCatalogTests",
          "org.apache.iceberg.rest.RESTCompatibilityKitViewCatalogTests");

  private CompatibilityKit() {}

  /**
   * What came out.
   *
   * @param passed cases that succeeded
   * @param failed one line for each case that did not
   * @param notRun cases the kit itself disables or assumes away
   */
  public record Result(int passed, List<String> failed, List<String> notRun) {}

  /**
   * Runs the kit for {@code bin/check rck}.
   *
   * @param arguments the store, {@code sqlite} or {@code postgres}, and a directory to work in
   */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("usage: CompatibilityKit sqlite|postgres DIRECTORY");
      System.exit(2);
    }
    Path directory = Path.of(arguments[1]);
    boolean postgres = arguments[0].equals("postgres");
    if (postgres && PrivatePostgres.obstacle().isPresent()) {
      System.out.println("skipped: " + PrivatePostgres.obstacle().get());
      System.exit(0);
    }
    Result result =
        postgres ? runOnPostgres(directory, System.out) : runOnSqlite(directory, System.out);
    System.out.printf(
        "passed=%d failed=%d not-run=%d%n",
        result.passed(), result.failed().size(), result.notRun().size());
    System.exit(result.failed().isEmpty() ? 0 : 1);
  }

  static Result runOnSqlite(Path directory, PrintStream progress) {
    return runOn("jdbc:sqlite:" + directory.resolve("catalog.db"), directory, progress);
  }

  static Result runOnPostgres(Path directory, PrintStream progress) {
    try (PrivatePostgres postgres = PrivatePostgres.start()) {
      return runOn(postgres.jdbcUrl(), directory, progress);
    }
  }

  private static Result runOn(String jdbcUrl, Path directory, PrintStream progress) {
    CatalogConfig config =
        CatalogConfig.builder()
            .jdbcUrl(jdbcUrl)
            .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
            // Some cases choose locations of their own, in /tmp and the system's temporary folder.
            .allowedLocations(List.of("file:/tmp", "file:" + System.getProperty("java.io.tmpdir")))
            .build();
    try (CatalogServer server = new CatalogServer(config).start()) {
      return run(server.uri().toString(), config.warehouseLocation(), progress);
    }
  }

  private static Result run(String uri, String warehouse, PrintStream progress) {
    Map<String, String> options =
        Map.of(
            "rck.local", "false",
            "uri", uri,
            "rck.uri", uri,
            "warehouse", warehouse,
            "rck.warehouse", warehouse,
            "rck.requires-namespace-create", "true",
            "rck.supports-names-with-dot", "true");
    options.forEach(System::setProperty);
    try {
      Listener listener = new Listener(progress);
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(SUITES.stream().map(name -> selectClass(name)).toList())
              .build();
      LauncherFactory.create().execute(request, listener);
      return new Result(listener.passed, listener.failed, listener.notRun);
    } finally {
      options.keySet().forEach(System::clearProperty);
    }
  }

  private static final class Listener implements TestExecutionListener {
    private final PrintStream progress;
    private final List<String> failed = new ArrayList<>();
    private final List<String> notRun = new ArrayList<>();
    private int passed;

    Listener(PrintStream progress) {
      this.progress = progress;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      if (test.isTest()) {
        notRun.add(test.getDisplayName() + ": " + reason);
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case ABORTED -> notRun.add(test.getDisplayName() + ": assumed away");
        case FAILED -> {
          String reason =
              Objects.toString(result.getThrowable().map(Throwable::toString).orElse(null));
          failed.add(test.getUniqueId() + ": " + reason);
          progress.println("FAILED " + failed.get(failed.size() - 1));
          result.getThrowable().ifPresent(e -> firstFrames(e));
        }
      }
    }

    private void firstFrames(Throwable e) {
      for (StackTraceElement frame : e.getStackTrace()) {
        if (frame.getClassName().startsWith("org.apache.iceberg")) {
          progress.println("    at " + frame);
        }
      }
    }
  }
}
