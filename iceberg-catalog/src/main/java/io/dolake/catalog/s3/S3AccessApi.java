package io.dolake.catalog.s3;

import static io.dolake.catalog.auth.Privilege.READ;
import static io.dolake.catalog.auth.Privilege.WRITE;

import io.dolake.catalog.api.TableAccess;
import io.dolake.catalog.auth.Privilege;
import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.table.TableService;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.ImmutableLoadCredentialsResponse;

/**
 * Gives clients access to tables' files in an S3-compatible store: credentials along with a table,
 * fresh ones later, and signatures for single requests.
 */
public final class S3AccessApi implements TableAccess, AutoCloseable {
  private static final String DELEGATION_HEADER = "X-Iceberg-Access-Delegation";
  private static final String TABLE = "/v1/namespaces/{namespace}/tables/{table}";

  private final S3Delegation delegation;
  private final S3Credentials credentials;
  private final Optional<URI> endpoint;

  /**
   * @param fileIoProperties properties of the server's file access
   */
  public S3AccessApi(S3Delegation delegation, Map<String, String> fileIoProperties) {
    this.delegation = delegation;
    this.credentials = new S3Credentials(delegation, fileIoProperties);
    this.endpoint = Optional.ofNullable(fileIoProperties.get("s3.endpoint")).map(URI::create);
  }

  /** The specification's endpoints that are of use with this configuration. */
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    if (delegation.vending() == S3Delegation.Vending.STS) {
      endpoints.add(Endpoint.V1_TABLE_CREDENTIALS);
    }
    if (delegation.remoteSigning()) {
      endpoints.add(Endpoint.V1_TABLE_REMOTE_SIGN);
    }
    return endpoints;
  }

  /**
   * @param tables where tables are found
   */
  public List<Route> routes(TableService tables) {
    return List.of(
        Route.read(
            "load-credentials",
            "GET",
            TABLE + "/credentials",
            call -> loadCredentials(call, tables)),
        Route.read("sign-request", "POST", TABLE + "/sign", call -> sign(call, tables)));
  }

  @Override
  public Grant grant(Call call, TableIdentifier identifier, TableMetadata metadata) {
    Optional<S3Location> folder = S3Location.parse(metadata.location());
    Set<String> mechanisms = mechanisms(call.header().apply(DELEGATION_HEADER));
    if (folder.isEmpty()) {
      return Grant.NOTHING;
    }
    if (mechanisms.contains("vended-credentials")) {
      switch (delegation.vending()) {
        case STATIC -> {
          // They open everything, so nobody gets them who may only read. They do not expire, so
          // they go without the means to get others.
          return call.access().allows(WRITE, identifier)
              ? new Grant(credentials.vend(folder.get(), WRITE), List.of())
              : Grant.NOTHING;
        }
        case STS -> {
          Credential credential = vend(call, identifier, metadata.location(), folder.get());
          Map<String, String> config = new LinkedHashMap<>(credential.config());
          config.put("client.refresh-credentials-endpoint", path(identifier) + "/credentials");
          return new Grant(config, List.of(credential));
        }
        case NONE -> {
          // The client may have asked for signatures as well.
        }
      }
    }
    if (mechanisms.contains("remote-signing") && delegation.remoteSigning()) {
      String signer = path(identifier) + "/sign";
      return new Grant(
          Map.of(
              "s3.remote-signing-enabled",
              "true",
              "s3.signer.endpoint",
              signer,
              "signer.endpoint",
              signer),
          List.of());
    }
    return Grant.NOTHING;
  }

  private Answer loadCredentials(Call call, TableService tables) {
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    if (delegation.vending() != S3Delegation.Vending.STS) {
      throw new ForbiddenException("This catalog hands out no temporary credentials");
    }
    String location = tables.load(identifier).metadata().location();
    List<Credential> vended =
        S3Location.parse(location)
            .map(folder -> List.of(vend(call, identifier, location, folder)))
            .orElseThrow(
                () ->
                    new NoSuchTableException(
                        "Table is not in an S3-compatible store: %s", identifier));
    return Answer.json(ImmutableLoadCredentialsResponse.builder().credentials(vended).build())
        .withHeader("Cache-Control", "no-store");
  }

  private Answer sign(Call call, TableService tables) {
    RemoteSignRequest request = call.body(RemoteSignRequest.class);
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    if (!delegation.remoteSigning()) {
      throw new ForbiddenException("This catalog signs no requests");
    }
    S3Request wanted = S3Request.parse(request, endpoint);
    call.access().require(wanted.privilege(), identifier);
    String location = tables.load(identifier).metadata().location();
    boolean inside = S3Location.parse(location).map(wanted::isInside).orElse(false);
    if (!inside) {
      throw new ForbiddenException(
          "The request touches more than the files of %s, which are in %s", identifier, location);
    }
    return Answer.json(S3Signer.sign(request, credentials.own()));
  }

  private Credential vend(
      Call call, TableIdentifier identifier, String location, S3Location folder) {
    Privilege privilege = call.access().allows(WRITE, identifier) ? WRITE : READ;
    return ImmutableCredential.builder()
        .prefix(location)
        .putAllConfig(credentials.vend(folder, privilege))
        .build();
  }

  private static Set<String> mechanisms(String header) {
    return header == null
        ? Set.of()
        : Arrays.stream(header.split(",")).map(String::trim).collect(Collectors.toSet());
  }

  private static String path(TableIdentifier identifier) {
    return "v1/namespaces/"
        + RESTUtil.encodeNamespace(identifier.namespace(), "%1F")
        + "/tables/"
        + RESTUtil.encodeString(identifier.name());
  }

  @Override
  public void close() {
    credentials.close();
  }
}
