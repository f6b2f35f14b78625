package io.dolake.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Arrows between modules point down the data path only; see docs/ARCHITECTURE.md. */
class ModuleArrowsTest {
  private static final String COMMON = "io.dolake.common..";
  private static final String STORAGE = "io.dolake.storage..";
  private static final String SQL = "io.dolake.sql..";
  private static final String SERVER = "io.dolake.server..";
  private static final String CDC = "io.dolake.cdc..";
  private static final String LAKE = "io.dolake.lake..";
  private static final String CATALOG = "io.dolake.catalog..";
  private static final String FLINK_SQL = "io.dolake.flinksql..";
  private static final String CLI = "io.dolake.cli..";

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.dolake");
  }

  @Test
  void commonKnowsNoOtherModule() {
    mayNotKnow(COMMON, STORAGE, SQL, SERVER, CDC, LAKE, CATALOG, FLINK_SQL, CLI);
  }

  @Test
  void storageKnowsCommonOnlyAndNoNetwork() {
    mayNotKnow(STORAGE, SQL, SERVER, CDC, LAKE, CATALOG, FLINK_SQL, CLI);
    mayNotKnow(
        STORAGE,
        "io.grpc..",
        "io.netty..",
        "org.apache.calcite..",
        "org.apache.flink..",
        "org.apache.iceberg..");
  }

  @Test
  void sqlKnowsStorageAndNoNetwork() {
    mayNotKnow(SQL, SERVER, CDC, LAKE, CATALOG, FLINK_SQL, CLI);
    mayNotKnow(SQL, "io.grpc..", "io.netty..", "org.apache.flink..", "org.apache.iceberg..");
  }

  @Test
  void serverKnowsNothingOfTheLake() {
    mayNotKnow(SERVER, CDC, LAKE, CATALOG, FLINK_SQL, CLI);
    mayNotKnow(SERVER, "org.apache.flink..", "org.apache.iceberg..");
  }

  @Test
  void connectorReachesTheNodeByItsFeedOnly() {
    mayNotKnow(CDC, STORAGE, SQL, SERVER, LAKE, CATALOG, FLINK_SQL, CLI);
    mayNotKnow(CDC, "org.apache.iceberg..");
  }

  @Test
  void lakeTopologyReachesNodeAndCatalogByTheirProtocolsOnly() {
    mayNotKnow(LAKE, STORAGE, SQL, SERVER, CATALOG, FLINK_SQL, CLI);
  }

  @Test
  void catalogStandsAlone() {
    mayNotKnow(CATALOG, COMMON, STORAGE, SQL, SERVER, CDC, LAKE, FLINK_SQL, CLI);
    mayNotKnow(CATALOG, "org.apache.flink..");
  }

  @Test
  void flinkSqlExtensionKnowsNoServer() {
    mayNotKnow(FLINK_SQL, STORAGE, SQL, SERVER, CATALOG, CLI);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("io.dolake.(*)..").should().beFreeOfCycles().check(classes);
  }

  private static void mayNotKnow(String packages, String... others) {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(packages)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others)
            .allowEmptyShould(false);
    rule.check(classes);
  }
}
