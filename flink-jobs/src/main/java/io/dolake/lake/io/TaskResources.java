package io.dolake.lake.io;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator holds until its task ends. */
public final class TaskResources {
  private static final Logger LOG = LoggerFactory.getLogger(TaskResources.class);

  private TaskResources() {}

  /**
   * Closes everything, in this order. What cannot be closed is logged and the next is: a task that
   * ends has committed or given up all it did, and Flink gives a whole TaskManager up for an
   * exception from its close.
   *
   * @param resources null for what was not opened yet
   */
  public static void close(AutoCloseable... resources) {
    for (AutoCloseable resource : resources) {
      if (resource != null) {
        closeOne(resource);
      }
    }
  }

  private static void closeOne(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while the end of a task closed {}", resource, e);
    } catch (Exception e) { // AutoCloseable declares no less
      LOG.warn("the end of a task could not close {}", resource, e);
    }
  }
}
