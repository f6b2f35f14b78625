package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.storage.LocalFileIO;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuthITCase {
  private static final Namespace SHOP = Namespace.of("shop");
  private static final TableIdentifier ORDERS = TableIdentifier.of(SHOP, "orders");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir Path directory;
  private CatalogServer server;
  private RawHttp http;
  private RESTCatalog admin;
  private String adminToken;

  @BeforeEach
  void start() {
    server =
        new CatalogServer(
                CatalogConfig.builder()
                    .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
                    .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
                    .auth(new AuthConfig("root", "root-secret", Duration.ofHours(1)))
                    .build())
            .start();
    http = new RawHttp(server.uri());
    admin = CatalogClients.connect(server, Map.of("credential", "root:root-secret"));
    admin.createNamespace(SHOP);
    admin.createTable(ORDERS, SCHEMA);
    adminToken = token("root", "root-secret").json().get("access_token").asText();
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    server.close();
  }

  @Test
  void requestsWithoutAValidTokenAreRefused() {
    assertThat(http.get("/v1/config").status()).isEqualTo(401);
    assertThat(http.get("/v1/config", "Authorization", "Bearer x.y.z").status()).isEqualTo(401);
    assertThat(http.get("/events").status()).isEqualTo(401);
    String forged = adminToken.substring(0, adminToken.length() - 4) + "AAAA";
    assertThat(http.get("/v1/config", "Authorization", "Bearer " + forged).status()).isEqualTo(401);
  }

  @Test
  void wrongSecretGetsNoToken() {
    RawHttp.Reply reply = token("root", "wrong");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().get("error").asText()).isEqualTo("invalid_client");
    assertThatThrownBy(
            () -> CatalogClients.connect(server, Map.of("credential", "root:wrong")).close())
        .isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void expiringTokenIsExchangedForANewOne() {
    RawHttp.Reply reply =
        http.form(
            "/v1/oauth/tokens",
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token="
                + adminToken);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("expires_in").asLong()).isEqualTo(3600);
  }

  @Test
  void principalDoesWhatItsGrantsAllowAndNoMore() throws Exception {
    String secret = putPrincipal("reader");
    try (RESTCatalog reader =
        CatalogClients.connect(server, Map.of("credential", "reader:" + secret))) {
      assertThat(reader.listNamespaces()).isEmpty();
      assertThatThrownBy(() -> reader.loadTable(ORDERS)).isInstanceOf(ForbiddenException.class);

      grant("reader", "{\"namespace\":[\"shop\"],\"name\":\"orders\",\"privilege\":\"read\"}");

      assertThat(reader.listNamespaces()).containsExactly(SHOP);
      assertThat(reader.listTables(SHOP)).containsExactly(ORDERS);
      Table orders = reader.loadTable(ORDERS);
      assertThatThrownBy(() -> orders.updateProperties().set("a", "b").commit())
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("Principal reader may not write shop.orders");
      assertThatThrownBy(() -> reader.createTable(TableIdentifier.of(SHOP, "t"), SCHEMA))
          .isInstanceOf(ForbiddenException.class);

      grant("reader", "{\"namespace\":[\"shop\"],\"privilege\":\"write\"}");

      orders.updateProperties().set("a", "b").commit();
      reader.createTable(TableIdentifier.of(SHOP, "t"), SCHEMA);

      grant("reader", "{\"namespace\":[\"shop\"],\"privilege\":\"none\"}");

      assertThatThrownBy(() -> reader.dropTable(TableIdentifier.of(SHOP, "t")))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  /** Credentials open a table's folder, so nobody may make others' folders his table's. */
  @Test
  void principalKeepsItsTablesInTheFoldersItMayWrite() throws Exception {
    admin.createNamespace(Namespace.of("other"));
    String secret = putPrincipal("writer");
    grant("writer", "{\"namespace\":[\"shop\"],\"privilege\":\"write\"}");
    grant("writer", "{\"namespace\":[\"other\"],\"name\":\"t\",\"privilege\":\"write\"}");
    TableIdentifier foreign = TableIdentifier.of("other", "t");
    admin.createTable(foreign, SCHEMA);
    String warehouse = LocalFileIO.uriOf(directory.resolve("warehouse"));
    TableIdentifier mine = TableIdentifier.of(SHOP, "mine");
    try (RESTCatalog writer =
        CatalogClients.connect(server, Map.of("credential", "writer:" + secret))) {
      for (String outside :
          List.of(warehouse, warehouse + "/other", warehouse + "/shop/../other/x")) {
        assertThatThrownBy(() -> writer.buildTable(mine, SCHEMA).withLocation(outside).create())
            .as(outside)
            .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(
                () -> writer.loadTable(ORDERS).updateLocation().setLocation(outside).commit())
            .as(outside)
            .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(
                () ->
                    writer
                        .loadTable(foreign)
                        .updateProperties()
                        .set("write.data.path", outside)
                        .commit())
            .as(outside)
            .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> writer.setProperties(SHOP, location(outside)))
            .as(outside)
            .isInstanceOf(ForbiddenException.class);
      }
      String stolen =
          ((BaseTable) admin.loadTable(foreign)).operations().current().metadataFileLocation();
      assertThatThrownBy(() -> writer.registerTable(mine, stolen))
          .isInstanceOf(ForbiddenException.class);

      writer.buildTable(mine, SCHEMA).withLocation(warehouse + "/shop/mine").create();
      writer
          .newCreateTableTransaction(TableIdentifier.of(SHOP, "staged"), SCHEMA)
          .commitTransaction();
      Table table = writer.loadTable(foreign);
      table.updateProperties().set("write.data.path", table.location() + "/files").commit();
      writer.setProperties(SHOP, location(warehouse + "/shop/tables"));
    }
    admin
        .buildTable(TableIdentifier.of(SHOP, "any"), SCHEMA)
        .withLocation(warehouse + "/x")
        .create();
  }

  private static Map<String, String> location(String location) {
    // Iceberg's client asks whether the map contains null, which Map.of does not bear.
    return new HashMap<>(Map.of("location", location));
  }

  @Test
  void everyMutationLeavesALineInTheAuditLogRefusedOnesToo() throws Exception {
    Logger audit = (Logger) LoggerFactory.getLogger("io.dolake.catalog.audit");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level level = audit.getLevel();
    audit.setLevel(Level.INFO);
    audit.addAppender(lines);
    try {
      String secret = putPrincipal("guest");
      String guest = "Bearer " + token("guest", secret).json().get("access_token").asText();
      http.delete("/v1/namespaces/shop", "Authorization", guest);
      http.delete("/v1/namespaces/shop/tables/orders", "Authorization", "Bearer " + adminToken);
      http.get("/v1/namespaces", "Authorization", guest);
    } finally {
      audit.detachAppender(lines);
      audit.setLevel(level);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("principal=root operation=put-principal"),
            line ->
                assertThat(line)
                    .startsWith(
                        "principal=guest operation=drop-namespace path=/v1/namespaces/shop"
                            + " status=403 remote=127.0.0.1"),
            line ->
                assertThat(line)
                    .startsWith(
                        "principal=root operation=drop-table"
                            + " path=/v1/namespaces/shop/tables/orders status=204"));
  }

  @Test
  void removedPrincipalIsLockedOutAtOnce() throws Exception {
    String secret = putPrincipal("guest");
    String guestToken = token("guest", secret).json().get("access_token").asText();
    assertThat(http.get("/v1/config", "Authorization", "Bearer " + guestToken).status())
        .isEqualTo(200);

    http.delete("/management/v1/principals/guest", "Authorization", "Bearer " + adminToken);

    assertThat(http.get("/v1/config", "Authorization", "Bearer " + guestToken).status())
        .isEqualTo(401);
  }

  @Test
  void onlyAdministratorsManagePrincipals() {
    String secret = putPrincipal("guest");
    String guestToken = token("guest", secret).json().get("access_token").asText();

    RawHttp.Reply reply =
        http.send(
            "PUT",
            "/management/v1/principals/friend",
            "{}",
            "Authorization",
            "Bearer " + guestToken);

    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void publicAddressNeedsAuthentication() {
    assertThatThrownBy(
            () ->
                CatalogConfig.builder()
                    .host("0.0.0.0")
                    .jdbcUrl("jdbc:sqlite:x.db")
                    .warehouseLocation("file:///x")
                    .build())
        .hasMessageContaining("configure authentication or allow anonymous access");
  }

  private RawHttp.Reply token(String id, String secret) {
    return http.form(
        "/v1/oauth/tokens",
        "grant_type=client_credentials&scope=catalog&client_id=" + id + "&client_secret=" + secret);
  }

  private String putPrincipal(String name) {
    RawHttp.Reply reply =
        http.send(
            "PUT",
            "/management/v1/principals/" + name,
            "{}",
            "Authorization",
            "Bearer " + adminToken);
    assertThat(reply.status()).isEqualTo(200);
    return reply.json().get("secret").asText();
  }

  private void grant(String principal, String body) {
    RawHttp.Reply reply =
        http.post(
            "/management/v1/principals/" + principal + "/grants",
            body,
            "Authorization",
            "Bearer " + adminToken);
    assertThat(reply.status()).isEqualTo(204);
  }
}
