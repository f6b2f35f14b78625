package io.dolake.catalog.auth;

/** Finds out who sends a request. */
@FunctionalInterface
public interface Authenticator {
  /** Takes every request for the same, all-powerful user. */
  Authenticator NONE = authorization -> new FullAccess("anonymous");

  /**
   * @param authorization value of the Authorization header, or null
   * @throws org.apache.iceberg.exceptions.NotAuthorizedException if the credentials are missing,
   *     wrong or expired
   */
  Access authenticate(String authorization);
}
