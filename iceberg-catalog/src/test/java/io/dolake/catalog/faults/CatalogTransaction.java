package io.dolake.catalog.faults;

import java.util.Set;

/**
 * One transaction of the campaign and what its writer knows of it.
 *
 * @param id unique, kept in the summary of every snapshot it adds
 * @param tables the tables it changes
 * @param outcome what the writer concludes
 * @param lastAnswer what it concludes it from, for the report
 */
record CatalogTransaction(String id, Set<String> tables, Outcome outcome, String lastAnswer) {
  enum Outcome {
    /** The server said that it was applied. */
    COMMITTED,
    /** The server said that it was not, and never would be. */
    REFUSED,
    /** No final answer arrived: it may have been applied, or may yet be. */
    UNKNOWN
  }
}
