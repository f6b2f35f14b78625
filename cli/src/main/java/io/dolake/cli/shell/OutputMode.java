package io.dolake.cli.shell;

/** How results are printed. */
enum OutputMode {
  /** A frame around columns; for people. */
  BOX,
  /** Aligned columns under a header. */
  COLUMN,
  /** RFC 4180 with a header. */
  CSV,
  /** One array of objects. */
  JSON,
  /** Values with bars between, no frame, as sqlite3 prints them. */
  LIST,
  /** One {@code name = value} line per value. */
  LINE
}
