package io.dolake.catalog.auth;

/** What a grant allows. Writing includes reading. */
public enum Privilege {
  READ,
  WRITE;

  boolean includes(Privilege wanted) {
    return this == WRITE || wanted == READ;
  }
}
