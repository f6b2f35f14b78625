package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, shorter: in one process, and with parts that are killed. */
class DemoITCase {
  private static final long LIMIT_SECONDS = 420;
  private static final List<String> FREE_PORTS =
      List.of("node.pg.port", "node.feed.port", "node.http.port", "catalog.port", "web.port");

  @TempDir Path directory;

  @Test
  void lakeEqualsDatabaseAfterLiveOrdersAndWhenPartsAreKilledInTheNextRun() throws Exception {
    JsonNode first = demo("first", "--seconds", "10");
    assertThat(first.path("kills")).isEmpty();

    JsonNode second = demo("second", "--seconds", "30", "--kill", "node,job");
    assertThat(second.path("kills")).hasSize(2);
    assertThat(second.path("reconnects").asInt()).as("the node was gone").isPositive();
    assertThat(second.path("rowsCompared").asLong())
        .as("the second run goes on with the first one's rows")
        .isGreaterThanOrEqualTo(first.path("rowsCompared").asLong());
  }

  private JsonNode demo(String name, String... more) throws IOException, InterruptedException {
    Path report = directory.resolve(name + ".json");
    List<String> arguments = new ArrayList<>(List.of("demo", "--scale", "0.002"));
    arguments.addAll(List.of("--data", directory.resolve("data").toString()));
    arguments.addAll(List.of("--json", report.toString()));
    FREE_PORTS.forEach(key -> arguments.addAll(List.of("--set", key + "=0")));
    arguments.addAll(List.of(more));
    DoLakeProcess demo =
        DoLakeProcess.run(directory, LIMIT_SECONDS, arguments.toArray(String[]::new));

    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(demo.output()).contains("demo passed").doesNotContain("\tat ");
    JsonNode json = new ObjectMapper().readTree(Files.readString(report));
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("transactions").asLong()).isPositive();
    assertThat(json.path("lostOrders").asLong()).isZero();
    assertThat(json.path("cutsVerified").asInt()).isPositive();
    assertThat(json.path("violations")).isEmpty();
    assertThat(json.path("rowsCompared").asLong()).isPositive();
    assertThat(json.path("differences").asLong()).isZero();
    return json;
  }
}
