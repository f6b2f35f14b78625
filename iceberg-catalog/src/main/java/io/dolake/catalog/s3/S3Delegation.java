package io.dolake.catalog.s3;

import java.time.Duration;
import java.util.Objects;

/**
 * How clients reach a table's files in an S3-compatible store without credentials of their own.
 *
 * @param vending which credentials the catalog hands out
 * @param remoteSigning whether the catalog signs requests for clients that ask for it
 * @param stsEndpoint endpoint of the token service, or null for the default one
 * @param stsRoleArn role that is assumed for a table's credentials
 * @param credentialLifetime how long handed out credentials are valid, 15 minutes to 12 hours
 */
public record S3Delegation(
    Vending vending,
    boolean remoteSigning,
    String stsEndpoint,
    String stsRoleArn,
    Duration credentialLifetime) {
  /** Which credentials the catalog hands out. */
  public enum Vending {
    /** None. */
    NONE,
    /** The catalog's own: for stores that cannot make others, in a trusted network. */
    STATIC,
    /** Temporary ones that open only the table's folder, from the store's token service. */
    STS
  }

  /** Clients bring their own credentials. */
  public static final S3Delegation OFF =
      new S3Delegation(Vending.NONE, false, null, null, Duration.ofHours(1));

  public S3Delegation {
    Objects.requireNonNull(vending, "vending");
    Objects.requireNonNull(credentialLifetime, "credentialLifetime");
    if (vending == Vending.STS && stsRoleArn == null) {
      throw new IllegalArgumentException("Credentials from a token service need a role to assume");
    }
  }
}
