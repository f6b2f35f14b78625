package io.dolake.common.catalog;

/** SQLite's built-in collating sequences for text. */
public enum Collation {
  /** Byte order of UTF-8. */
  BINARY,
  /** Like BINARY after the 26 upper case ASCII letters are folded to lower case. */
  NOCASE,
  /** Like BINARY with trailing spaces ignored. */
  RTRIM
}
