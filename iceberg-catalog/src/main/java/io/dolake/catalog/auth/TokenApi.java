package io.dolake.catalog.auth;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.RestJson;
import io.dolake.catalog.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.rest.RESTUtil;

/**
 * The specification's token endpoint (OAuth 2, RFC 6749): tokens for client credentials, and a new
 * token for one that is about to expire (RFC 8693).
 */
public final class TokenApi {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final String BASIC = "Basic ";

  private final AuthService auth;

  public TokenApi(AuthService auth) {
    this.auth = auth;
  }

  public List<Route> routes() {
    return List.of(Route.open("get-token", "POST", "/v1/oauth/tokens", this::token));
  }

  private Answer token(Call call) {
    Map<String, String> form;
    try {
      form = RESTUtil.decodeFormData(new String(call.body(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return error(400, "invalid_request", "The body is not a form");
    }
    return switch (form.getOrDefault("grant_type", "")) {
      case "client_credentials" -> clientCredentials(call, form);
      case "urn:ietf:params:oauth:grant-type:token-exchange" -> exchange(form);
      default -> error(400, "unsupported_grant_type", "Use client_credentials or token-exchange");
    };
  }

  private Answer clientCredentials(Call call, Map<String, String> form) {
    String id = form.get("client_id");
    String secret = form.get("client_secret");
    String authorization = call.header().apply("Authorization");
    if (id == null && authorization != null && authorization.startsWith(BASIC)) {
      String[] pair = basic(authorization.substring(BASIC.length()).trim());
      id = pair[0];
      secret = pair[1];
    }
    if (id == null || secret == null) {
      return error(400, "invalid_request", "client_id and client_secret are required");
    }
    return auth.isSecretOf(id, secret)
        ? issued(id)
        : error(401, "invalid_client", "Client id or secret is wrong");
  }

  private Answer exchange(Map<String, String> form) {
    return auth.principalOf(form.getOrDefault("subject_token", ""))
        .map(this::issued)
        .orElseGet(() -> error(400, "invalid_grant", "subject_token is invalid or has expired"));
  }

  private Answer issued(String principal) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", auth.issueToken(principal));
    body.put("token_type", "bearer");
    body.put("expires_in", auth.tokenLifetime().toSeconds());
    body.put("issued_token_type", ACCESS_TOKEN);
    return Answer.json(200, RestJson.bytes(body)).withHeader("Cache-Control", "no-store");
  }

  private static Answer error(int status, String error, String description) {
    return Answer.json(
        status, RestJson.bytes(Map.of("error", error, "error_description", description)));
  }

  private static String[] basic(String encoded) {
    try {
      String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      return colon < 0
          ? new String[] {null, null}
          : new String[] {decoded.substring(0, colon), decoded.substring(colon + 1)};
    } catch (IllegalArgumentException e) {
      return new String[] {null, null};
    }
  }
}
