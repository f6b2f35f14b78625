package io.dolake.catalog.http;

import java.util.Set;

/** Nothing is served at a path, or not by the method that was used. */
final class NoSuchRouteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean pathExists;

  NoSuchRouteException(String method, String path, Set<String> otherMethods) {
    super(
        otherMethods.isEmpty()
            ? "No such endpoint: " + path
            : "Method " + method + " is not served here, use " + String.join(" or ", otherMethods));
    this.pathExists = !otherMethods.isEmpty();
  }

  int status() {
    return pathExists ? 405 : 404;
  }
}
