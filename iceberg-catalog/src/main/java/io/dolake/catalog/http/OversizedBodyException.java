package io.dolake.catalog.http;

/** A request's body is larger than the server reads. */
final class OversizedBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OversizedBodyException(long limitBytes) {
    super("Request body is larger than " + limitBytes + " bytes");
  }
}
