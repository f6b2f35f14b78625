package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.sql.ClientActivity;
import io.dolake.sql.advisory.AdvisoryMode;
import io.dolake.sql.advisory.HeldLock;
import io.dolake.sql.exec.ExecutionContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What sessions are doing now. */
final class ActivityRelations {
  private ActivityRelations() {}

  static void define(PgCatalog catalog) {
    catalog.addVolatile(
        "pg_stat_activity",
        "datid:i datname:n pid:i leader_pid:i usesysid:i usename:n application_name:t "
            + "client_addr:t client_hostname:t client_port:i backend_start:z xact_start:z "
            + "query_start:z state_change:z wait_event_type:t wait_event:t state:t backend_xid:i "
            + "backend_xmin:i query_id:i query:t backend_type:t",
        (objects, context) -> activity(objects, context));
    catalog.addVolatile(
        "pg_cursors",
        "name:t statement:t is_holdable:b is_binary:b is_scrollable:b creation_time:z",
        (objects, context) ->
            context.session().host().cursors().stream()
                .map(
                    cursor ->
                        row(
                            cursor.name(),
                            cursor.statement(),
                            cursor.held(),
                            false,
                            false,
                            cursor.created()))
                .toList());
    catalog.addVolatile(
        "pg_locks",
        "locktype:t database:i relation:i page:i tuple:i virtualxid:t transactionid:i classid:i "
            + "objid:i objsubid:i virtualtransaction:t pid:i mode:t granted:b fastpath:b "
            + "waitstart:z",
        (objects, context) ->
            context.session().advisoryLocks().ofAllSessions().stream()
                .map(ActivityRelations::advisory)
                .toList());
  }

  private static List<Object[]> activity(CatalogIndex objects, ExecutionContext context) {
    return context.session().host().activity().stream()
        .map(client -> client(objects, client))
        .toList();
  }

  private static Object[] client(CatalogIndex objects, ClientActivity client) {
    InetSocketAddress address = client.client().orElse(null);
    return row(
        ObjectIds.DATABASE,
        client.database(),
        client.processId(),
        null,
        roleId(objects, client.user()),
        client.user(),
        client.applicationName(),
        address == null ? null : address.getAddress().getHostAddress(),
        null,
        address == null ? -1 : address.getPort(),
        client.start(),
        client.transactionStart().orElse(null),
        client.queryStart().orElse(null),
        client.stateChange(),
        null,
        null,
        client.state(),
        null,
        null,
        null,
        client.query(),
        "client backend");
  }

  /** Null for a user that was let in without being known. */
  private static Long roleId(CatalogIndex objects, String user) {
    return objects.roles().entrySet().stream()
        .filter(role -> role.getValue().equals(user))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static Object[] advisory(HeldLock lock) {
    return row(
        "advisory",
        ObjectIds.DATABASE,
        null,
        null,
        null,
        null,
        null,
        Integer.toUnsignedLong(lock.key().high()),
        Integer.toUnsignedLong(lock.key().low()),
        lock.key().pair() ? 2 : 1,
        null,
        lock.processId(),
        lock.mode() == AdvisoryMode.EXCLUSIVE ? "ExclusiveLock" : "ShareLock",
        lock.granted(),
        false,
        null);
  }
}
