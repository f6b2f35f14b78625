package io.dolake.catalog.store;

/**
 * Which part of a sorted listing is wanted.
 *
 * @param after names up to and including this one are left out; empty to start at the beginning
 * @param limit the most rows to return
 */
public record Page(String after, int limit) {
  public static final Page ALL = new Page("", Integer.MAX_VALUE);

  /** The same page and the first row of the next one, whose presence tells that there is a next. */
  public Page withNext() {
    return limit == Integer.MAX_VALUE ? this : new Page(after, limit + 1);
  }
}
