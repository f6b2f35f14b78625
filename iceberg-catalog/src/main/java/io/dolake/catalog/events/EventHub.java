package io.dolake.catalog.events;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.EventRow;
import io.dolake.catalog.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events from the store to all open streams, on one thread. It looks into the store when
 * this server commits something, and regularly because other servers do.
 */
public final class EventHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
  private static final int MAX_SUBSCRIBERS = 256;
  private static final int BATCH = 100;
  private static final long POLL_MILLIS = 500;
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final CatalogStore store;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::run, "catalog-events");
  private boolean signalled;
  private volatile boolean closed;

  public EventHub(CatalogStore store) {
    this.store = store;
  }

  public EventHub start() {
    thread.start();
    return this;
  }

  /** Called after every commit of this server. */
  public void eventCommitted(EventRow event) {
    wakeUp();
  }

  /**
   * @return false if there are too many streams
   */
  boolean subscribe(Subscriber subscriber) {
    lock.lock();
    try {
      if (closed || subscribers.size() >= MAX_SUBSCRIBERS) {
        return false;
      }
      subscribers.add(subscriber);
    } finally {
      lock.unlock();
    }
    wakeUp();
    return true;
  }

  void wakeUp() {
    lock.lock();
    try {
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!closed) {
      try {
        awaitChange();
        subscribers.removeIf(Subscriber::isGone);
        for (Subscriber subscriber : subscribers) {
          if (subscriber.isReady()) {
            serve(subscriber);
          }
        }
      } catch (StoreUnavailableException e) {
        LOG.debug("events wait for the store", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("events could not be sent", e);
      }
    }
  }

  private void awaitChange() throws InterruptedException {
    lock.lock();
    try {
      if (!signalled) {
        boolean inTime = changed.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        LOG.trace("woken up: {}", inTime);
      }
      signalled = false;
    } finally {
      lock.unlock();
    }
  }

  private void serve(Subscriber subscriber) {
    List<EventRow> events =
        store.read(session -> session.events().after(subscriber.cursor(), BATCH));
    if (events.isEmpty()) {
      if (subscriber.nanosSinceLastWrite() > HEARTBEAT_NANOS) {
        subscriber.sendHeartbeat();
      }
      return;
    }
    // Numbers have no gaps, so one that is missing was forgotten.
    if (events.get(0).eventId() > subscriber.cursor() + 1) {
      subscriber.sendGap(events.get(0).eventId());
      return;
    }
    subscriber.send(events);
  }

  /** Ends all streams. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    subscribers.forEach(Subscriber::close);
    subscribers.clear();
  }
}
