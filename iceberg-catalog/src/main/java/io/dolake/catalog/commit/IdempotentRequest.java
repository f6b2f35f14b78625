package io.dolake.catalog.commit;

/**
 * A request that carries an idempotency key. Used by the one thread that serves the request.
 *
 * <p>Life: the guard creates it when the key has no answer yet; the mutation that answers the
 * request stores the answer in its own transaction and marks it recorded; the guard stores answers
 * that needed no mutation.
 */
public final class IdempotentRequest {
  private final String key;
  private final String fingerprint;
  private boolean recorded;

  public IdempotentRequest(String key, String fingerprint) {
    this.key = key;
    this.fingerprint = fingerprint;
  }

  public String key() {
    return key;
  }

  /**
   * A digest of method, path and body: the same key with another fingerprint is a client's error.
   */
  public String fingerprint() {
    return fingerprint;
  }

  public boolean isRecorded() {
    return recorded;
  }

  void markRecorded() {
    recorded = true;
  }
}
