package io.dolake.storage.txn;

import io.dolake.storage.log.ThreadEnd;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells outcomes while the writer goes on with the next group. What is queued here is bounded by
 * the transactions that wait for their outcome.
 */
final class CompletionThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompletionThread.class);

  private final ConcurrentLinkedQueue<List<CommitRequest>> groups = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  CompletionThread(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  void announce(List<CommitRequest> group) {
    groups.add(group);
    LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      List<CommitRequest> group = groups.poll();
      if (group != null) {
        group.forEach(CompletionThread::announceSafely);
      } else if (closing) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }

  private static void announceSafely(CommitRequest request) {
    try {
      request.announce();
    } catch (RuntimeException | Error e) {
      LOG.error("a callback of a commit failed", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    ThreadEnd.await(thread);
  }
}
