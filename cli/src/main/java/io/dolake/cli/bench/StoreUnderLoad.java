package io.dolake.cli.bench;

import java.util.Random;

/** One side of the comparison: a table of rows with an integer key and 100 bytes. */
interface StoreUnderLoad extends AutoCloseable {
  /** Bytes of a row beside its key. */
  int ROW_BYTES = 100;

  String name();

  /** Loads rows 0 to {@code rows} in the order of their keys, in transactions of this size. */
  void load(int rows, int rowsPerTransaction, Random random) throws Exception;

  /** Opens what a client thread needs. */
  Client connect() throws Exception;

  /** A client; used by one thread. */
  interface Client extends AutoCloseable {
    /** Replaces one row in a transaction that is durable when the call returns. */
    void update(long id, byte[] content) throws Exception;

    /** Reads one row in a transaction of its own; returns the length of its content. */
    int read(long id) throws Exception;

    /** Reads all rows; returns the sum of the lengths of their contents. */
    long scan() throws Exception;
  }
}
