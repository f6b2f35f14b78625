package io.dolake.lake.commit;

/** A commit was not applied as far as can be seen now; to be planned and sent again. */
final class RetryableCommitException extends RuntimeException {
  RetryableCommitException(RuntimeException why) {
    super(why.getMessage(), why);
  }
}
