package io.dolake.catalog.api;

import static io.dolake.catalog.auth.Privilege.READ;
import static io.dolake.catalog.auth.Privilege.WRITE;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.PageToken;
import io.dolake.catalog.http.RestJson;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.namespace.NamespaceService;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.store.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.CreateNamespaceResponse;
import org.apache.iceberg.rest.responses.GetNamespaceResponse;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;

/** The specification's operations on namespaces. */
public final class NamespaceApi {
  private static final String NAMESPACES = "/v1/namespaces";
  private static final String NAMESPACE = "/v1/namespaces/{namespace}";

  private final NamespaceService namespaces;
  private final LocationGuard locations;

  public NamespaceApi(NamespaceService namespaces, LocationGuard locations) {
    this.namespaces = namespaces;
    this.locations = locations;
  }

  public List<Route> routes() {
    return List.of(
        Route.read("list-namespaces", "GET", NAMESPACES, this::list),
        Route.mutation("create-namespace", "POST", NAMESPACES, this::create),
        Route.read("load-namespace", "GET", NAMESPACE, this::load),
        Route.read("namespace-exists", "HEAD", NAMESPACE, this::exists),
        Route.mutation("drop-namespace", "DELETE", NAMESPACE, this::drop),
        Route.mutation("update-namespace", "POST", NAMESPACE + "/properties", this::update));
  }

  private Answer list(Call call) {
    String parentParameter = call.query().getOrDefault("parent", "");
    Namespace parent =
        parentParameter.isEmpty()
            ? Namespace.empty()
            : RESTUtil.namespaceFromQueryParam(
                parentParameter, RESTCatalogProperties.NAMESPACE_SEPARATOR_DEFAULT);
    Page page = call.page();
    List<Namespace> rows = namespaces.children(parent, page.withNext());
    return Answer.json(
        ListNamespacesResponse.builder()
            .addAll(rows.stream().limit(page.limit()).filter(call.access()::canSee).toList())
            .nextPageToken(PageToken.next(rows, page.limit(), NamespaceApi::lastLevel))
            .build());
  }

  private Answer create(Call call) {
    CreateNamespaceRequest request = call.body(CreateNamespaceRequest.class);
    Namespace namespace = request.namespace();
    call.access().require(WRITE, parentOf(namespace));
    locations.checkNamespace(call.access(), namespace, Map.of(), request.properties());
    byte[] body =
        RestJson.bytes(
            CreateNamespaceResponse.builder()
                .withNamespace(namespace)
                .setProperties(request.properties())
                .build());
    namespaces.create(namespace, request.properties(), call.caller(), stored(body));
    return Answer.json(200, body);
  }

  private Answer load(Call call) {
    Namespace namespace = call.namespace();
    call.access().require(READ, namespace);
    Map<String, String> properties = namespaces.properties(namespace);
    return Answer.json(
        GetNamespaceResponse.builder().withNamespace(namespace).setProperties(properties).build());
  }

  private Answer exists(Call call) {
    call.access().require(READ, call.namespace());
    namespaces.properties(call.namespace());
    return Answer.NO_CONTENT;
  }

  private Answer drop(Call call) {
    call.access().require(WRITE, call.namespace());
    namespaces.drop(call.namespace(), call.caller());
    return Answer.NO_CONTENT;
  }

  private Answer update(Call call) {
    UpdateNamespacePropertiesRequest request = call.body(UpdateNamespacePropertiesRequest.class);
    call.access().require(WRITE, call.namespace());
    locations.checkNamespace(
        call.access(),
        call.namespace(),
        namespaces.properties(call.namespace()),
        request.updates());
    return Answer.json(
        namespaces.update(
            call.namespace(),
            request.updates(),
            request.removals(),
            call.caller(),
            response -> stored(RestJson.bytes(response))));
  }

  private static StoredAnswer stored(byte[] body) {
    return StoredAnswer.json(200, new String(body, StandardCharsets.UTF_8));
  }

  private static String lastLevel(Namespace namespace) {
    return namespace.level(namespace.length() - 1);
  }

  private static Namespace parentOf(Namespace namespace) {
    return namespace.isEmpty()
        ? namespace
        : Namespace.of(Arrays.copyOf(namespace.levels(), namespace.length() - 1));
  }
}
