package io.dolake.catalog.auth;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.Principals.GrantRow;
import io.dolake.catalog.store.Principals.PrincipalRow;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotAuthorizedException;

/**
 * Principals, their secrets, tokens and grants, kept in the catalog's store. Grants are read for
 * each request, so that a change takes effect at once.
 */
public final class AuthService implements Authenticator {
  private static final String KEY_SETTING = "token-key";
  private static final int KEY_BYTES = 32;
  private static final String BEARER = "Bearer ";

  private final CatalogStore store;
  private final Clock clock;
  private final Tokens tokens;

  private AuthService(CatalogStore store, Clock clock, Tokens tokens) {
    this.store = store;
    this.clock = clock;
    this.tokens = tokens;
  }

  /** Makes sure that the administrator and the key that signs tokens exist. */
  public static AuthService open(AuthConfig config, CatalogStore store, Clock clock) {
    String newKey = Base64.getEncoder().encodeToString(Secrets.randomBytes(KEY_BYTES));
    String key =
        store.maintain(
            session -> {
              Optional<PrincipalRow> admin = session.principals().find(config.adminName());
              if (admin.isEmpty()
                  || !Secrets.matches(config.adminSecret(), admin.get().secretHash())) {
                session
                    .principals()
                    .put(
                        new PrincipalRow(
                            config.adminName(), Secrets.hash(config.adminSecret()), true),
                        clock.millis());
              }
              return session.settings().getOrCreate(KEY_SETTING, newKey);
            });
    Tokens tokens = new Tokens(Base64.getDecoder().decode(key), clock, config.tokenLifetime());
    return new AuthService(store, clock, tokens);
  }

  @Override
  public Access authenticate(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new NotAuthorizedException(
          "No bearer token; get one from /v1/oauth/tokens with a client id and secret");
    }
    String principal =
        principalOf(authorization.substring(BEARER.length()).trim())
            .orElseThrow(() -> new NotAuthorizedException("Token is invalid or has expired"));
    return access(principal);
  }

  private Access access(String principal) {
    return store.read(
        session -> {
          PrincipalRow row =
              session
                  .principals()
                  .find(principal)
                  .orElseThrow(
                      () -> new NotAuthorizedException("Principal was removed: %s", principal));
          return row.isAdmin()
              ? new FullAccess(principal)
              : new GrantedAccess(principal, session.principals().grants(principal));
        });
  }

  /** The principal a valid token stands for. */
  Optional<String> principalOf(String token) {
    return tokens.verify(token);
  }

  /** Whether the secret is the principal's. */
  boolean isSecretOf(String principal, String secret) {
    return store
        .read(session -> session.principals().find(principal))
        .map(row -> Secrets.matches(secret, row.secretHash()))
        .orElse(false);
  }

  String issueToken(String principal) {
    return tokens.issue(principal);
  }

  Duration tokenLifetime() {
    return tokens.lifetime();
  }

  /**
   * Adds a principal, or replaces the secret of an existing one.
   *
   * @return the secret, which nobody can ask for again
   */
  String putPrincipal(String name, boolean isAdmin) {
    String secret = Secrets.generate();
    PrincipalRow row = new PrincipalRow(name, Secrets.hash(secret), isAdmin);
    store.maintain(
        session -> {
          session.principals().put(row, clock.millis());
          return null;
        });
    return secret;
  }

  boolean removePrincipal(String name) {
    return store.maintain(session -> session.principals().delete(name));
  }

  List<PrincipalRow> principals() {
    return store.read(session -> session.principals().list());
  }

  List<GrantRow> grants(String principal) {
    return store.read(session -> session.principals().grants(principal));
  }

  /** Sets what a principal may do in one place. */
  void grant(String principal, GrantRow grant) {
    store.maintain(
        session -> {
          session.principals().grant(principal, grant);
          return null;
        });
  }

  /** Takes back what was granted in exactly this place. */
  void revoke(String principal, GrantRow grant) {
    store.maintain(
        session -> {
          session.principals().revoke(principal, grant.namespace(), grant.objectName());
          return null;
        });
  }
}
