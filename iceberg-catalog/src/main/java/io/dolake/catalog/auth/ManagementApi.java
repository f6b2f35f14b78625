package io.dolake.catalog.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.RestJson;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.store.MissingReferenceException;
import io.dolake.catalog.store.Principals.GrantRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.rest.RESTUtil;

/** Principals and grants, for administrators. */
public final class ManagementApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PRINCIPALS = "/management/v1/principals";
  private static final String PRINCIPAL = PRINCIPALS + "/{principal}";

  private final AuthService auth;

  public ManagementApi(AuthService auth) {
    this.auth = auth;
  }

  public List<Route> routes() {
    return List.of(
        Route.read("list-principals", "GET", PRINCIPALS, this::list),
        Route.management("put-principal", "PUT", PRINCIPAL, this::put),
        Route.management("remove-principal", "DELETE", PRINCIPAL, this::remove),
        Route.read("list-grants", "GET", PRINCIPAL + "/grants", this::grants),
        Route.management("change-grant", "POST", PRINCIPAL + "/grants", this::change));
  }

  private Answer list(Call call) {
    call.access().requireAdmin();
    List<Map<String, Object>> rows = new ArrayList<>();
    auth.principals()
        .forEach(row -> rows.add(Map.of("principal", row.name(), "admin", row.isAdmin())));
    return json(Map.of("principals", rows));
  }

  private Answer put(Call call) {
    call.access().requireAdmin();
    boolean admin = call.body().length > 0 && body(call).path("admin").asBoolean();
    String secret = auth.putPrincipal(principal(call), admin);
    return json(Map.of("principal", principal(call), "secret", secret))
        .withHeader("Cache-Control", "no-store");
  }

  private Answer remove(Call call) {
    call.access().requireAdmin();
    if (!auth.removePrincipal(principal(call))) {
      throw new NotFoundException("Principal does not exist: %s", principal(call));
    }
    return Answer.NO_CONTENT;
  }

  private Answer grants(Call call) {
    call.access().requireAdmin();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (GrantRow grant : auth.grants(principal(call))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("namespace", Arrays.asList(grant.namespace().levels()));
      row.put("name", grant.objectName());
      row.put("privilege", grant.privilege());
      rows.add(row);
    }
    return json(Map.of("grants", rows));
  }

  private Answer change(Call call) {
    call.access().requireAdmin();
    JsonNode body = body(call);
    List<String> levels = new ArrayList<>();
    body.path("namespace").forEach(level -> levels.add(level.asText()));
    String privilege = body.path("privilege").asText();
    GrantRow grant =
        new GrantRow(
            Namespace.of(levels.toArray(String[]::new)), body.path("name").asText(""), privilege);
    switch (privilege) {
      case "none" -> auth.revoke(principal(call), grant);
      case "read", "write" -> grant(call, grant);
      default ->
          throw new BadRequestException("privilege must be read, write or none: %s", privilege);
    }
    return Answer.NO_CONTENT;
  }

  private void grant(Call call, GrantRow grant) {
    try {
      auth.grant(principal(call), grant);
    } catch (MissingReferenceException e) {
      throw new NotFoundException(e, "Principal does not exist: %s", principal(call));
    }
  }

  private static String principal(Call call) {
    return RESTUtil.decodeString(call.variables().get("principal"));
  }

  private static JsonNode body(Call call) {
    try {
      JsonNode body = MAPPER.readTree(call.body());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      throw new BadRequestException(e, "The request's body is not JSON");
    }
    throw new BadRequestException("The request's body is not a JSON object");
  }

  private static Answer json(Object value) {
    return Answer.json(200, RestJson.bytes(value));
  }
}
