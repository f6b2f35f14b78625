package io.dolake.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationPolicyTest {
  private final LocationPolicy policy =
      new LocationPolicy("file:///data/wh/", List.of("s3://old/tables"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///data/wh",
        "file:/data/wh/t",
        "/data/wh/a/b",
        "file:///data//wh/a",
        "s3://old/tables/t",
        "s3a://old/tables/t"
      })
  void locationsInsideAreAllowedHoweverTheyAreSpelt(String location) {
    assertThat(policy.isAllowed(location)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///data/wh2",
        "/data",
        "file:///data/wh/../etc",
        "file:///data/wh/..",
        "s3://old/tables2",
        "s3://old",
        "hdfs://data/wh"
      })
  void locationsOutsideAreRefused(String location) {
    assertThatThrownBy(() -> policy.check(location))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining(location);
  }

  @Test
  void everyNewTableGetsAFolderOfItsOwnInsideTheWarehouse() {
    for (String name : List.of("t", "a/b", "..", "ünï", "a b")) {
      TableIdentifier identifier = TableIdentifier.of(Namespace.of("n", "../x"), name);

      String first = policy.newLocation(identifier, Map.of());
      String second = policy.newLocation(identifier, Map.of());

      assertThat(first).isNotEqualTo(second);
      assertThat(policy.isAllowed(first)).as(first).isTrue();
      assertThat(first).as("needs no locale").isASCII();
    }
  }

  @Test
  void everyNamespaceHasAFolderOfItsOwn() {
    List<Namespace> namespaces = new ArrayList<>();
    for (String name : List.of("a_b", "a b", "a+b", "日本", "中国", "ä", "__", "_", ".x", "_x", "a")) {
      namespaces.add(Namespace.of(name));
    }
    namespaces.add(Namespace.of("a", "b"));
    namespaces.add(Namespace.of("a/b"));
    String folder = policy.folderOf(Namespace.of("a b"), Map.of());
    namespaces.add(Namespace.of(folder.substring(folder.lastIndexOf('/') + 1)));

    assertThat(namespaces)
        .extracting(namespace -> policy.folderOf(namespace, Map.of()))
        .doesNotHaveDuplicates()
        .allSatisfy(location -> assertThat(location).isASCII());
    assertThat(policy.folderOf(Namespace.of("a_b", "c.d-e"), Map.of())).endsWith("/a_b/c.d-e");
  }

  @Test
  void namespaceMayChooseTheFolderOfItsTables() {
    String location =
        policy.newLocation(TableIdentifier.of("n", "t"), Map.of("location", "s3://old/tables/n/"));

    assertThat(location).startsWith("s3://old/tables/n/t-");
  }

  @Test
  void onlyWhatChangesIsChecked() {
    policy.checkMove(
        "s3://elsewhere/t", Map.of("write.data.path", "s3://elsewhere/d"),
        "s3://elsewhere/t", Map.of("write.data.path", "s3://elsewhere/d"));

    assertThatThrownBy(
            () ->
                policy.checkMove(
                    "/data/wh/t", Map.of("write.metadata.path", "/etc"), "/data/wh/t", Map.of()))
        .isInstanceOf(ForbiddenException.class);
  }
}
