package io.dolake.server.pg;

import io.dolake.storage.NonWaitingThread;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that serve the connections. */
final class NetworkThreads implements AutoCloseable {
  private static final long SHUTDOWN_SECONDS = 10;

  /** About ten small transactions: several clients that are at work take turns sooner. */
  private static final int READS_OF_ONE_CLIENT = 64;

  private final EventLoopGroup group;

  private NetworkThreads(EventLoopGroup group) {
    this.group = group;
  }

  /** A thread that serves many connections, and must wait for none. */
  private static final class NetworkThread extends FastThreadLocalThread
      implements NonWaitingThread {
    private int client;
    private int readsInARow;

    NetworkThread(Runnable task, String name) {
      super(task, name);
    }

    void serves(int next) {
      readsInARow = next == client ? readsInARow + 1 : 0;
      client = next;
    }

    @Override
    public boolean servesOneClient() {
      return readsInARow >= READS_OF_ONE_CLIENT;
    }
  }

  /**
   * The calling thread has read something that a client sent.
   *
   * @param client its process id
   */
  static void serves(int client) {
    if (Thread.currentThread() instanceof NetworkThread thread) {
      thread.serves(client);
    }
  }

  /**
   * @param count 0 for one per processor
   */
  static NetworkThreads start(int count, Transport transport) {
    AtomicInteger number = new AtomicInteger();
    return new NetworkThreads(
        new MultiThreadIoEventLoopGroup(
            count == 0 ? Runtime.getRuntime().availableProcessors() : count,
            task -> {
              Thread thread = new NetworkThread(task, "dolake-pg-io-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            transport.handlers()));
  }

  EventLoopGroup group() {
    return group;
  }

  /** Closes the channels and waits for the threads to end. */
  @Override
  public void close() {
    group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
