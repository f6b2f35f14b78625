package io.dolake.cli.check.lake;

import io.dolake.catalog.CatalogConfig;
import java.util.Map;
import java.util.Random;

/** Where a lane keeps the lake's files, and how that store can fail. Any thread may use it. */
interface LaneStore extends AutoCloseable {
  /** A catalog whose tables lie here; its own access does not fail. */
  CatalogConfig catalog();

  /** Root of the files. */
  String warehouse();

  /** File access of the job, which fails when told to. */
  Map<String, String> jobFiles();

  /** File access of readers and other engines, which does not. */
  Map<String, String> readerFiles();

  /** Every request of the job takes so much longer, until {@link #calm}. */
  void delayRequests(int millis);

  /**
   * The job's next requests fail.
   *
   * @return a name of what happens to them
   */
  String failRequests(int requests, Random random);

  /** No fault is left to come. */
  void calm();

  @Override
  void close() throws InterruptedException;
}
