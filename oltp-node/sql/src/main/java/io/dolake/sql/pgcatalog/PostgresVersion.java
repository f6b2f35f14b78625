package io.dolake.sql.pgcatalog;

/** The PostgreSQL that clients may take this server for: what it can do is close to that one. */
public final class PostgresVersion {
  public static final String TEXT = "15.8";

  /** As {@code server_version_num} has it. */
  public static final String NUMBER = "150008";

  /** What {@code version()} says. */
  public static final String DESCRIPTION = "PostgreSQL " + TEXT + " (DoLake)";

  private PostgresVersion() {}
}
