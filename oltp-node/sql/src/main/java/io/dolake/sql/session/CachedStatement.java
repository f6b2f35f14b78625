package io.dolake.sql.session;

/**
 * An entry of the statement cache.
 *
 * @param prepared null when the text, made by lifting literals, must not be used
 * @param catalogVersion version of the catalog this holds for
 */
record CachedStatement(Prepared prepared, long catalogVersion) {}
