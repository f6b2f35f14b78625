package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.cli.up.StackConfig;
import io.dolake.lake.LakeJobArguments;
import io.dolake.lake.LakeJobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The container files as far as they can be checked without a container engine: they parse, what
 * they copy and mount exists, and the commands in them are commands that our programs take.
 */
class DockerFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCKER = ROOT.resolve("docker");
  private static final Set<String> SUBCOMMANDS = Set.of("node", "catalog", "job", "up");

  @Test
  void composeServicesHaveImagesNetworksAndStartAfterServicesThatExist() throws Exception {
    Map<String, Map<String, Object>> services = services();
    assertThat(services.keySet())
        .contains("node", "catalog", "catalog-db", "store", "jobmanager", "taskmanager", "trino");
    services.forEach(
        (name, service) -> {
          assertThat(service).as(name).containsKeys("image", "networks");
          assertThat(services.keySet()).as(name).containsAll(names(service.get("depends_on")));
          assertThat(Set.of("dolake")).as(name).containsAll(names(service.get("networks")));
        });
  }

  @Test
  void composeMountsFilesThatExistAndPublishesOnLoopbackOnly() throws Exception {
    services()
        .forEach(
            (name, service) -> {
              for (String volume : names(service.get("volumes"))) {
                if (volume.startsWith("./")) {
                  assertThat(DOCKER.resolve(volume.substring(2, volume.indexOf(':')))).exists();
                }
              }
              assertThat(names(service.get("ports")))
                  .as(name)
                  .allMatch(port -> port.startsWith("127.0.0.1:"));
            });
  }

  @Test
  void composeCommandsAreOurs() throws Exception {
    Map<String, Map<String, Object>> services = services();
    for (String name : List.of("node", "catalog")) {
      String command = (String) services.get(name).get("command");
      assertThat(SUBCOMMANDS).contains(command.split(" ")[0]);
    }
    String job = (String) services.get("jobmanager").get("command");
    List<String> words = Arrays.asList(job.strip().split("\\s+"));
    assertThat(words.subList(0, 3))
        .containsExactly("standalone-job", "--job-classname", "io.dolake.lake.LakeJob");
    assertParses(words.subList(3, words.size()));
    assertThat(StackConfig.load(ROOT, DOCKER.resolve("conf/dolake.properties"), List.of()).values())
        .containsKeys("catalog.jdbc-url", "catalog.warehouse", "node.host");
  }

  @Test
  void manifestsParseAndTheJobsArgumentsAreOurs() throws Exception {
    List<Path> manifests;
    try (Stream<Path> files = Files.list(DOCKER.resolve("kubernetes"))) {
      manifests = files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(manifests).isNotEmpty();
    List<String> kinds = new ArrayList<>();
    for (Path manifest : manifests) {
      for (Object document : new Yaml().loadAll(Files.readString(manifest))) {
        Map<String, Object> object = map(document);
        assertThat(object).as(manifest.toString()).containsKeys("apiVersion", "kind", "metadata");
        kinds.add((String) object.get("kind"));
        if (object.get("kind").equals("FlinkDeployment")) {
          Map<String, Object> job = map(map(object.get("spec")).get("job"));
          assertParses(names(job.get("args")));
          assertThat(job.get("entryClass")).isEqualTo("io.dolake.lake.LakeJob");
        }
      }
    }
    assertThat(kinds).contains("FlinkDeployment", "StatefulSet", "Deployment", "Service");
  }

  @Test
  void imagesCopyWhatTheRepositoryHasAndRunWithoutRoot() throws Exception {
    String image = Files.readString(DOCKER.resolve("Dockerfile"));
    for (String launcher : List.of("bin/dolake", "bin/check", "bin/launch.sh")) {
      assertThat(image).contains(launcher);
      assertThat(ROOT.resolve(launcher)).exists();
    }
    assertThat(image.indexOf("USER dolake")).isBetween(0, image.indexOf("ENTRYPOINT"));
    for (String file : List.of("Dockerfile", "Dockerfile.flink")) {
      assertThat(Files.readAllLines(DOCKER.resolve(file)).stream())
          .filteredOn(line -> line.startsWith("FROM "))
          .as(file + " names every base image with a tag")
          .allMatch(line -> line.matches("FROM [^ ]+:[^ ]+( AS \\w+)?"));
    }
  }

  private static void assertParses(List<String> jobArguments) {
    LakeJobConfig config = LakeJobArguments.parse(jobArguments.toArray(String[]::new));
    assertThat(config).isNotNull();
  }

  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Object> compose = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
    Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    map(compose.get("services")).forEach((name, service) -> services.put(name, map(service)));
    return services;
  }

  @SuppressWarnings("unchecked") // YAML knows maps by text only
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /** A list's items, or a map's keys; nothing for an absent node. */
  private static List<String> names(Object node) {
    if (node instanceof Map<?, ?> map) {
      return map.keySet().stream().map(String::valueOf).toList();
    }
    return node instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
