package io.dolake.server.pg.copy;

/** Takes the rows that a COPY parser finds. */
public interface CopyRowSink {
  /** A row in text: null fields are NULL. The array is reused for the next row. */
  void textRow(String[] fields, int count);
}
