package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, shorter. */
class DemoITCase {
  private static final String[] FREE_PORTS = {
    "--set",
    "node.pg.port=0",
    "--set",
    "node.feed.port=0",
    "--set",
    "node.http.port=0",
    "--set",
    "catalog.port=0",
    "--set",
    "web.port=0"
  };

  @TempDir Path directory;

  @Test
  void lakeEqualsDatabaseAfterLiveOrdersAndAfterARestart() throws Exception {
    for (int run = 1; run <= 2; run++) {
      Path report = directory.resolve("report-" + run + ".json");
      String[] arguments =
          concat(
              FREE_PORTS,
              "--data",
              directory.resolve("data").toString(),
              "--seconds",
              "10",
              "--scale",
              "0.002",
              "--json",
              report.toString());
      DoLakeProcess demo = DoLakeProcess.run(directory, 240, arguments);

      assertThat(demo.exitCode()).as(demo.output()).isZero();
      JsonNode json = new ObjectMapper().readTree(report.toFile());
      assertThat(json.path("transactions").asLong()).isPositive();
      assertThat(json.path("cutsVerified").asInt()).isPositive();
      assertThat(json.path("violations")).isEmpty();
      assertThat(json.path("rowsCompared").asLong()).isPositive();
      assertThat(json.path("differences").asLong()).isZero();
    }
  }

  private static String[] concat(String[] options, String... more) {
    String[] all = new String[1 + options.length + more.length];
    all[0] = "demo";
    System.arraycopy(options, 0, all, 1, options.length);
    System.arraycopy(more, 0, all, 1 + options.length, more.length);
    return all;
  }
}
