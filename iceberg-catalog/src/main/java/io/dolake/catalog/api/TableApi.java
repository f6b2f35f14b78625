package io.dolake.catalog.api;

import static io.dolake.catalog.auth.Privilege.READ;
import static io.dolake.catalog.auth.Privilege.WRITE;

import io.dolake.catalog.auth.Access;
import io.dolake.catalog.http.Answer;
import io.dolake.catalog.http.Call;
import io.dolake.catalog.http.PageToken;
import io.dolake.catalog.http.Route;
import io.dolake.catalog.namespace.Names;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.store.StoredAnswer;
import io.dolake.catalog.table.StoredTable;
import io.dolake.catalog.table.TableChange;
import io.dolake.catalog.table.TableCommitter;
import io.dolake.catalog.table.TableService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.TableIdentifierParser;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ListTablesResponse;

/** The specification's operations on tables and transactions. */
public final class TableApi {
  private static final String TABLES = "/v1/namespaces/{namespace}/tables";
  private static final String TABLE = TABLES + "/{table}";

  private final TableService tables;
  private final TableCommitter committer;
  private final TableAccess tableAccess;
  private final LocationGuard locations;

  public TableApi(
      TableService tables,
      TableCommitter committer,
      TableAccess tableAccess,
      LocationGuard locations) {
    this.tables = tables;
    this.committer = committer;
    this.tableAccess = tableAccess;
    this.locations = locations;
  }

  public List<Route> routes() {
    return List.of(
        Route.read("list-tables", "GET", TABLES, this::list),
        Route.mutation("create-table", "POST", TABLES, this::create),
        Route.read("load-table", "GET", TABLE, this::load),
        Route.read("table-exists", "HEAD", TABLE, this::exists),
        Route.mutation("commit-table", "POST", TABLE, this::commit),
        Route.mutation("drop-table", "DELETE", TABLE, this::drop),
        Route.mutation("rename-table", "POST", "/v1/tables/rename", this::rename),
        Route.mutation(
            "register-table", "POST", "/v1/namespaces/{namespace}/register", this::register),
        Route.mutation(
            "commit-transaction", "POST", "/v1/transactions/commit", this::commitTransaction));
  }

  private Answer list(Call call) {
    Namespace namespace = call.namespace();
    Page page = call.page();
    List<TableIdentifier> rows = tables.list(namespace, page.withNext());
    return Answer.json(
        ListTablesResponse.builder()
            .addAll(rows.stream().limit(page.limit()).filter(call.access()::canSee).toList())
            .nextPageToken(PageToken.next(rows, page.limit(), TableIdentifier::name))
            .build());
  }

  private Answer create(Call call) {
    CreateTableRequest request = call.body(CreateTableRequest.class);
    Namespace namespace = call.namespace();
    call.access().require(WRITE, namespace);
    locations.checkCreate(call.access(), namespace, request);
    TableIdentifier identifier = TableIdentifier.of(namespace, request.name());
    if (request.stageCreate()) {
      TableMetadata staged = tables.stage(namespace, request);
      TableAccess.Grant grant = tableAccess.grant(call, identifier, staged);
      return TableAnswers.answer(TableAnswers.body(staged, grant.config(), grant.credentials()));
    }
    StoredTable created = tables.create(namespace, request, call.caller());
    return loaded(call, identifier, created, SnapshotMode.ALL);
  }

  private Answer load(Call call) {
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    SnapshotMode mode = SnapshotMode.of(call.query().get("snapshots"));
    StoredTable table = tables.load(identifier);
    String etag = mode.etag(table.location());
    if (etag.equals(call.header().apply("If-None-Match"))) {
      return Answer.NOT_MODIFIED.withHeader("ETag", etag);
    }
    return loaded(call, identifier, table, mode);
  }

  private Answer exists(Call call) {
    TableIdentifier identifier = call.identifier("table");
    call.access().require(READ, identifier);
    tables.metadataLocation(identifier);
    return Answer.NO_CONTENT;
  }

  private Answer commit(Call call) {
    UpdateTableRequest request = call.body(UpdateTableRequest.class);
    TableIdentifier identifier = call.identifier("table");
    if (request.identifier() != null && !request.identifier().equals(identifier)) {
      throw new BadRequestException(
          "The body names table %s, the path %s", request.identifier(), identifier);
    }
    TableChange change = change(identifier, request);
    requireWrite(call.access(), change);
    List<StoredTable> committed =
        committer.commit(
            List.of(change),
            call.caller(),
            "commit-table",
            StoredAnswer.table(TableIdentifierParser.toJson(identifier)));
    return loaded(call, identifier, committed.get(0), SnapshotMode.ALL);
  }

  private Answer commitTransaction(Call call) {
    CommitTransactionRequest request = call.body(CommitTransactionRequest.class);
    List<TableChange> changes = new ArrayList<>();
    for (UpdateTableRequest update : request.tableChanges()) {
      TableChange change = change(update.identifier(), update);
      requireWrite(call.access(), change);
      changes.add(change);
    }
    committer.commit(changes, call.caller(), "commit-transaction", StoredAnswer.NO_CONTENT);
    return Answer.NO_CONTENT;
  }

  private Answer drop(Call call) {
    TableIdentifier identifier = call.identifier("table");
    call.access().require(WRITE, identifier);
    tables.drop(identifier, call.flag("purgeRequested"), call.caller());
    return Answer.NO_CONTENT;
  }

  private Answer rename(Call call) {
    RenameTableRequest request = call.body(RenameTableRequest.class);
    call.access().require(WRITE, request.source());
    call.access().require(WRITE, request.destination().namespace());
    tables.rename(request.source(), request.destination(), call.caller());
    return Answer.NO_CONTENT;
  }

  private Answer register(Call call) {
    RegisterTableRequest request = call.body(RegisterTableRequest.class);
    call.access().require(WRITE, call.namespace());
    locations.checkRegister(call.access());
    TableIdentifier identifier = TableIdentifier.of(call.namespace(), request.name());
    StoredTable registered =
        tables.register(identifier, request.metadataLocation(), request.overwrite(), call.caller());
    return loaded(call, identifier, registered, SnapshotMode.ALL);
  }

  private Answer loaded(
      Call call, TableIdentifier identifier, StoredTable table, SnapshotMode mode) {
    TableAccess.Grant grant = tableAccess.grant(call, identifier, table.metadata());
    byte[] body =
        mode == SnapshotMode.ALL
            ? TableAnswers.body(table, grant.config(), grant.credentials())
            : TableAnswers.body(
                SnapshotMode.onlyReferenced(table.metadata()), grant.config(), grant.credentials());
    return TableAnswers.answer(body).withHeader("ETag", mode.etag(table.location()));
  }

  /** The current state of a table, for a request that was answered before. */
  Answer replay(TableIdentifier identifier) {
    StoredTable table = tables.load(identifier);
    return TableAnswers.answer(TableAnswers.body(table, Map.of(), List.of()))
        .withHeader("ETag", SnapshotMode.ALL.etag(table.location()));
  }

  private static TableChange change(TableIdentifier identifier, UpdateTableRequest request) {
    return new TableChange(Names.check(identifier), request.requirements(), request.updates());
  }

  private void requireWrite(Access access, TableChange change) {
    if (change.isCreate()) {
      access.require(WRITE, change.identifier().namespace());
    } else {
      access.require(WRITE, change.identifier());
    }
    locations.checkCommit(access, change);
  }
}
