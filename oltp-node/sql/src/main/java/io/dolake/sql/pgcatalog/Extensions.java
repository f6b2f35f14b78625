package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.List;
import java.util.Locale;

/**
 * Extensions of PostgreSQL that applications ask for and whose functions are built in here. They
 * are there from the start, and to create one again changes nothing.
 */
public final class Extensions {
  private static final List<String> NAMES = List.of("pgcrypto", "plpgsql", "uuid-ossp");

  private static final long FIRST_ID = 13_500;

  private Extensions() {}

  static void define(PgCatalog catalog) {
    catalog.add(
        "pg_extension",
        "oid:I extname:N extowner:i extnamespace:i extrelocatable:b extversion:t extconfig:t "
            + "extcondition:t",
        (objects, context) ->
            NAMES.stream()
                .map(
                    name ->
                        row(
                            FIRST_ID + NAMES.indexOf(name),
                            name,
                            ObjectIds.OWNER,
                            ObjectIds.PG_CATALOG,
                            false,
                            "1.0",
                            null,
                            null))
                .toList());
    catalog.add(
        "pg_available_extensions",
        "name:N default_version:t installed_version:t comment:t",
        (objects, context) ->
            NAMES.stream().map(name -> row(name, "1.0", "1.0", "built in")).toList());
  }

  /** Fails with FEATURE_NOT_SUPPORTED unless the extension is there. */
  public static void require(String name) {
    if (!NAMES.contains(name.toLowerCase(Locale.ROOT))) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "extension \"" + name + "\" is not available",
          "These are built in: " + String.join(", ", NAMES) + ".");
    }
  }
}
