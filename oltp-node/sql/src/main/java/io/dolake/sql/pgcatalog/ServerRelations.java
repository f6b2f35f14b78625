package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.function.FunctionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types, functions, roles, settings and the database itself. */
final class ServerRelations {
  static final String OWNER_NAME = "dolake";

  /** Where the server keeps its users; see its own documentation for the format. */
  private static final String USERS_SETTING = "server.users";

  private static final long FIRST_FUNCTION = 20_000;

  private ServerRelations() {}

  static void define(PgCatalog catalog) {
    catalog.add(
        "pg_type",
        "oid:I typname:N typnamespace:i typowner:i typlen:i typbyval:b typtype:t typcategory:t "
            + "typispreferred:b typisdefined:b typdelim:t typrelid:i typsubscript:t typelem:i "
            + "typarray:i typinput:t typoutput:t typreceive:t typsend:t typmodin:t typmodout:t "
            + "typanalyze:t typalign:t typstorage:t typnotnull:b typbasetype:i typtypmod:i "
            + "typndims:i typcollation:i typdefaultbin:t typdefault:t typacl:t",
        (objects, context) -> types());
    catalog.add(
        "pg_proc",
        "oid:I proname:N pronamespace:i proowner:i prolang:i procost:r prorows:r provariadic:i "
            + "prosupport:t prokind:t prosecdef:b proleakproof:b proisstrict:b proretset:b "
            + "provolatile:t proparallel:t pronargs:i pronargdefaults:i prorettype:i "
            + "proargtypes:t proallargtypes:t proargmodes:t proargnames:t prosrc:t proacl:t",
        (objects, context) -> functions());
    catalog.addVolatile(
        "pg_database",
        "oid:I datname:N datdba:i encoding:i datlocprovider:t datistemplate:b datallowconn:b "
            + "datconnlimit:i datfrozenxid:i datminmxid:i dattablespace:i datcollate:t datctype:t "
            + "daticulocale:t datcollversion:t datacl:t",
        (objects, context) ->
            List.<Object[]>of(
                row(
                    ObjectIds.DATABASE,
                    context.session().database(),
                    ObjectIds.OWNER,
                    6,
                    "c",
                    false,
                    true,
                    -1,
                    0,
                    0,
                    1663,
                    "C",
                    "C",
                    null,
                    null,
                    null)));
    String role =
        "oid:I rolname:N rolsuper:b rolinherit:b rolcreaterole:b rolcreatedb:b rolcanlogin:b "
            + "rolreplication:b rolconnlimit:i rolpassword:t rolvaliduntil:t rolbypassrls:b "
            + "rolconfig:t";
    catalog.add("pg_roles", role, (objects, context) -> roles(objects));
    catalog.add("pg_authid", role, (objects, context) -> roles(objects));
    catalog.add(
        "pg_user",
        "usename:N usesysid:i usecreatedb:b usesuper:b userepl:b usebypassrls:b passwd:t "
            + "valuntil:t useconfig:t",
        (objects, context) ->
            roles(objects).stream()
                .map(
                    role2 ->
                        row(role2[1], role2[0], true, true, false, true, "********", null, null))
                .toList());
    catalog.addVolatile(
        "pg_settings",
        "name:N setting:t unit:t category:t short_desc:t extra_desc:t context:t vartype:t "
            + "source:t min_val:t max_val:t enumvals:t boot_val:t reset_val:t sourcefile:t "
            + "sourceline:i pending_restart:b",
        (objects, context) -> settings(context));
    catalog.add(
        "pg_am",
        "oid:I amname:N amhandler:t amtype:t",
        (objects, context) ->
            List.<Object[]>of(
                row(ObjectIds.HEAP_ACCESS_METHOD, "heap", "heap_tableam_handler", "t"),
                row(ObjectIds.BTREE_ACCESS_METHOD, "btree", "bthandler", "i")));
    catalog.add(
        "pg_collation",
        "oid:I collname:N collnamespace:i collowner:i collprovider:t collisdeterministic:b "
            + "collencoding:i collcollate:t collctype:t colliculocale:t collversion:t",
        (objects, context) ->
            List.<Object[]>of(
                collation(ObjectIds.DEFAULT_COLLATION, "default"),
                collation(ObjectIds.BINARY_COLLATION, "BINARY"),
                collation(ObjectIds.NOCASE_COLLATION, "NOCASE"),
                collation(ObjectIds.RTRIM_COLLATION, "RTRIM")));
    catalog.add(
        "pg_tablespace",
        "oid:I spcname:N spcowner:i spcacl:t spcoptions:t",
        (objects, context) ->
            List.<Object[]>of(row(1663, "pg_default", ObjectIds.OWNER, null, null)));
    catalog.add(
        "pg_language",
        "oid:I lanname:N lanowner:i lanispl:b lanpltrusted:b lanplcallfoid:i laninline:i "
            + "lanvalidator:i lanacl:t",
        (objects, context) ->
            List.<Object[]>of(
                row(12, "internal", ObjectIds.OWNER, false, false, 0, 0, 0, null),
                row(14, "sql", ObjectIds.OWNER, false, true, 0, 0, 0, null)));
  }

  private static Object[] collation(long oid, String name) {
    return row(
        oid, name, ObjectIds.PG_CATALOG, ObjectIds.OWNER, "c", true, -1, "C", "C", null, null);
  }

  private static List<Object[]> types() {
    List<Object[]> rows = new ArrayList<>();
    for (TypeIds.Type type : TypeIds.all()) {
      String functions = type.category().equals("A") ? "array_" : type.name();
      long collation = type.category().equals("S") ? ObjectIds.DEFAULT_COLLATION : 0;
      rows.add(
          row(
              type.oid(),
              type.name(),
              ObjectIds.PG_CATALOG,
              ObjectIds.OWNER,
              type.length(),
              type.length() > 0,
              "b",
              type.category(),
              false,
              true,
              ",",
              0,
              "-",
              TypeIds.elementOf(type.oid()),
              TypeIds.arrayOf(type.oid()),
              functions + "in",
              functions + "out",
              functions + "recv",
              functions + "send",
              "-",
              "-",
              "-",
              "i",
              "p",
              false,
              0,
              -1,
              0,
              collation,
              null,
              null,
              null));
    }
    return rows;
  }

  private static List<Object[]> functions() {
    List<Object[]> rows = new ArrayList<>();
    FunctionRegistry registry = FunctionRegistry.shared();
    long oid = FIRST_FUNCTION;
    for (String name : registry.names()) {
      String kind = registry.aggregate(name) != null ? "a" : "f";
      rows.add(
          row(
              oid++,
              name,
              ObjectIds.PG_CATALOG,
              ObjectIds.OWNER,
              12,
              1.0,
              0.0,
              0,
              "-",
              kind,
              false,
              false,
              false,
              false,
              "i",
              "s",
              0,
              0,
              25,
              "",
              null,
              null,
              null,
              name,
              null));
    }
    return rows;
  }

  /** Names of the owner and the server's users by object id. */
  static Map<Long, String> roleNames(Catalog catalog) {
    Map<Long, String> roles = new LinkedHashMap<>();
    roles.put(ObjectIds.OWNER, OWNER_NAME);
    byte[] setting = catalog.setting(USERS_SETTING).orElse(new byte[0]);
    for (String line : new String(setting, StandardCharsets.UTF_8).split("\n")) {
      int tab = line.indexOf('\t');
      if (tab > 0 && !line.startsWith(OWNER_NAME + '\t')) {
        roles.put(ObjectIds.ofRole(line.substring(0, tab)), line.substring(0, tab));
      }
    }
    return roles;
  }

  private static List<Object[]> roles(CatalogIndex objects) {
    List<Object[]> rows = new ArrayList<>();
    objects
        .roles()
        .forEach(
            (oid, name) ->
                rows.add(
                    row(
                        oid,
                        name,
                        true,
                        true,
                        true,
                        true,
                        true,
                        false,
                        -1,
                        "********",
                        null,
                        true,
                        null)));
    return rows;
  }

  /** Name of a role by object id, as {@code pg_get_userbyid} gives it. */
  static String roleName(CatalogIndex objects, long oid) {
    String name = objects.roles().get(oid);
    return name == null ? "unknown (OID=" + oid + ")" : name;
  }

  private static List<Object[]> settings(ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    for (String name : KNOWN_SETTINGS) {
      String value = context.session().setting(name);
      if (value == null && name.equals("max_index_keys")) {
        value = "32";
      }
      if (value != null) {
        rows.add(
            row(
                name, value, null, "DoLake", name, null, "user", "string", "default", null, null,
                null, value, value, null, null, false));
      }
    }
    return rows;
  }

  private static final List<String> KNOWN_SETTINGS =
      List.of(
          "application_name",
          "client_encoding",
          "client_min_messages",
          "DateStyle",
          "default_transaction_isolation",
          "default_transaction_read_only",
          "extra_float_digits",
          "integer_datetimes",
          "IntervalStyle",
          "lock_timeout",
          "max_index_keys",
          "search_path",
          "server_encoding",
          "server_version",
          "server_version_num",
          "standard_conforming_strings",
          "statement_timeout",
          "TimeZone",
          "transaction_isolation");
}
