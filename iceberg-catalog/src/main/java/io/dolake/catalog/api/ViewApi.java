package io.dolake.catalog.api;

import static io.dolake.catalog.auth.Privilege.READ;
import static io.dolake.catalog.auth.Privilege.WRITE;

import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.PageToken;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.view.ViewService;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ImmutableLoadViewResponse;
import org.apache.iceberg.rest.responses.ListTablesResponse;
import org.apache.iceberg.view.ViewMetadata;

/** The specification's operations on views. */
public final class ViewApi {
  private static final String VIEWS = "/v1/namespaces/{namespace}/views";
  private static final String VIEW = VIEWS + "/{view}";

  private final ViewService views;

  public ViewApi(ViewService views) {
    this.views = views;
  }

  public List<Route> routes() {
    return List.of(
        Route.read("list-views", "GET", VIEWS, this::list),
        Route.mutation("create-view", "POST", VIEWS, this::create),
        Route.read("load-view", "GET", VIEW, this::load),
        Route.read("view-exists", "HEAD", VIEW, this::exists),
        Route.mutation("commit-view", "POST", VIEW, this::commit),
        Route.mutation("drop-view", "DELETE", VIEW, this::drop),
        Route.mutation("rename-view", "POST", "/v1/views/rename", this::rename),
        Route.mutation(
            "register-view", "POST", "/v1/namespaces/{namespace}/register-view", this::register));
  }

  private Answer list(Call call) {
    Page page = call.page();
    List<TableIdentifier> rows = views.list(call.namespace(), page.withNext());
    return Answer.json(
        ListTablesResponse.builder()
            .addAll(rows.stream().limit(page.limit()).filter(call.access()::canSee).toList())
            .nextPageToken(PageToken.next(rows, page.limit(), TableIdentifier::name))
            .build());
  }

  private Answer create(Call call) {
    CreateViewRequest request = call.body(CreateViewRequest.class);
    call.access().require(WRITE, call.namespace());
    return loaded(views.create(call.namespace(), request, call.caller()));
  }

  private Answer load(Call call) {
    TableIdentifier identifier = call.identifier("view");
    call.access().require(READ, identifier);
    return loaded(views.load(identifier));
  }

  private Answer exists(Call call) {
    TableIdentifier identifier = call.identifier("view");
    call.access().require(READ, identifier);
    views.requireExists(identifier);
    return Answer.NO_CONTENT;
  }

  private Answer commit(Call call) {
    UpdateTableRequest request = call.body(UpdateTableRequest.class);
    TableIdentifier identifier = call.identifier("view");
    if (request.identifier() != null && !request.identifier().equals(identifier)) {
      throw new BadRequestException(
          "The body names view %s, the path %s", request.identifier(), identifier);
    }
    call.access().require(WRITE, identifier);
    return loaded(
        views.commit(identifier, request.requirements(), request.updates(), call.caller()));
  }

  private Answer drop(Call call) {
    TableIdentifier identifier = call.identifier("view");
    call.access().require(WRITE, identifier);
    views.drop(identifier, call.caller());
    return Answer.NO_CONTENT;
  }

  private Answer rename(Call call) {
    RenameTableRequest request = call.body(RenameTableRequest.class);
    call.access().require(WRITE, request.source());
    call.access().require(WRITE, request.destination().namespace());
    views.rename(request.source(), request.destination(), call.caller());
    return Answer.NO_CONTENT;
  }

  private Answer register(Call call) {
    RegisterViewRequest request = call.body(RegisterViewRequest.class);
    call.access().require(WRITE, call.namespace());
    return loaded(
        views.register(
            TableIdentifier.of(call.namespace(), request.name()),
            request.metadataLocation(),
            call.caller()));
  }

  /** The current state of a view, for a request that was answered before. */
  Answer replay(TableIdentifier identifier) {
    return loaded(views.load(identifier));
  }

  private static Answer loaded(ViewMetadata metadata) {
    return Answer.json(
        ImmutableLoadViewResponse.builder()
            .metadata(metadata)
            .metadataLocation(metadata.metadataFileLocation())
            .build());
  }
}
