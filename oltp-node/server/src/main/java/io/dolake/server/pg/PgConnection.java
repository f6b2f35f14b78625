package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.session.Outcome;
import io.dolake.server.pg.session.PgSession;
import io.dolake.server.pg.session.SessionActivity;
import io.dolake.sql.ClientActivity;
import io.dolake.sql.NotificationReceiver;
import io.dolake.sql.OpenCursor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves an authenticated connection's messages into its session and the answers out.
 *
 * <p>All methods run on the connection's network thread, except {@link #runOnWorker}. At any moment
 * either that thread or one worker uses the session: {@code busy} is true while a step is with a
 * worker or waits for a commit or a slow client, and no message is taken from the buffer then.
 */
final class PgConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(PgConnection.class);

  /** Unread bytes while the session is busy after which reading from the socket stops. */
  private static final int MAX_UNREAD_BYTES = 1 << 20;

  /** Notifications are built and sent in pieces of about this size. */
  private static final int NOTIFICATION_BYTES = 64 << 10;

  /** How long a client may take to read the last of what it is sent. */
  private static final long CLOSE_SECONDS = 5;

  private final PgServer server;
  private final PgSession session;
  private final FrameBuffer frames;
  private final ConnectionRegistry.Entry entry;
  private final Runnable workerTask = this::runOnWorker;
  private final Runnable resumeTask = this::resume;

  private ChannelHandlerContext context;
  private boolean busy;
  private boolean waitingForClient;
  private boolean advancing;
  private boolean closing;
  private boolean readingPaused;
  private Outcome workerOutcome;

  /** Read by the sweeper. */
  private volatile long idleInTransactionSinceNanos;

  PgConnection(
      PgServer server, PgSession session, FrameBuffer frames, ConnectionRegistry.Entry entry) {
    this.server = server;
    this.session = session;
    this.frames = frames;
    this.entry = entry;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    entry.attach(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing) {
      ((ByteBuf) message).release();
      return;
    }
    NetworkThreads.serves(entry.processId());
    frames.append(ctx.alloc(), (ByteBuf) message);
    if (!busy) {
      drain();
    } else if (frames.unreadBytes() > MAX_UNREAD_BYTES) {
      readingPaused = true;
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!busy) {
      flush();
    }
  }

  /** Starts to take messages, of which some may have come already. */
  void begin() {
    drain();
    flush();
  }

  private void drain() {
    idleInTransactionSinceNanos = 0;
    try {
      while (!busy && !closing) {
        if (!context.channel().isWritable()) {
          // A client that pipelines and does not read: go on when it has.
          flush();
          if (!context.channel().isWritable()) {
            busy = true;
            waitingForClient = true;
            break;
          }
        }
        ByteBuf body = frames.next();
        if (body == null) {
          if (!session.hasUnreadCopyData()) {
            break;
          }
          handle(session.advance());
          continue;
        }
        handle(session.receive(frames.type(), body, frames.syncFollows()));
      }
    } catch (DoLakeException e) {
      closeWithError(e);
    } catch (RuntimeException | AssertionError e) {
      LOG.error("connection failed with an internal error", e);
      closeWithError(
          new DoLakeException(ErrorCode.INTERNAL_ERROR, "internal error in the connection"));
    }
    if (!busy && !closing) {
      if (session.isTerminated()) {
        close();
      } else if (session.isInTransaction()) {
        idleInTransactionSinceNanos = System.nanoTime();
      }
    }
  }

  private void handle(Outcome outcome) {
    switch (outcome) {
      case DONE -> {}
      case AWAIT_INPUT -> flush();
      case NEEDS_WORKER -> dispatch();
      case AWAIT_DURABLE -> {
        busy = true;
        // The store's completion thread only posts the wake-up.
        session.awaited().whenComplete((result, error) -> resumeOnNetworkThread());
      }
      case AWAIT_WRITABLE -> {
        busy = true;
        flush();
        if (context.channel().isWritable()) {
          dispatch();
        } else {
          waitingForClient = true;
        }
      }
    }
  }

  private void dispatch() {
    busy = true;
    flush();
    try {
      server.workers().execute(workerTask);
    } catch (RejectedExecutionException e) {
      closeWithError(new DoLakeException(ErrorCode.SHUTTING_DOWN, "the server is shutting down"));
    }
  }

  private void runOnWorker() {
    workerOutcome = session.advance();
    resumeOnNetworkThread();
  }

  private void resumeOnNetworkThread() {
    try {
      context.executor().execute(resumeTask);
    } catch (RejectedExecutionException e) {
      // The server shuts down: the network threads have ended, and with them the channel.
      LOG.debug("connection resumed after its network thread had ended", e);
      server.closeOnShutdown(this::closeSession);
    }
  }

  /** A worker has come back, or what the session waited for has happened. */
  private void resume() {
    busy = false;
    Outcome outcome = workerOutcome;
    workerOutcome = null;
    if (closing) {
      releaseSession();
      return;
    }
    if (outcome != null) {
      handle(outcome);
    } else {
      handle(session.advance());
    }
    goOn();
  }

  private void goOn() {
    if (!busy) {
      drain();
    }
    if (!busy) {
      sendNotifications();
      flush();
      resumeReading();
    }
  }

  private void resumeReading() {
    if (readingPaused && !closing) {
      readingPaused = false;
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable() || advancing) {
      return;
    }
    if (!waitingForClient) {
      sendNotifications();
      return;
    }
    advancing = true; // flushing below may change writability again, and call this method
    waitingForClient = false;
    busy = false;
    if (session.hasStep()) {
      dispatch();
    }
    goOn();
    advancing = false;
  }

  /** Tells an idle client what it listens for. What it cannot take yet stays in the inbox. */
  private void sendNotifications() {
    if (busy || closing) {
      return;
    }
    boolean nested = advancing;
    advancing = true; // flushing may change writability, which is looked at here
    while (context.channel().isWritable() && session.writeNotifications(NOTIFICATION_BYTES)) {
      flush();
    }
    advancing = nested;
  }

  /** Takes notifications for the client; to be called by the session's thread. */
  NotificationReceiver notificationReceiver() {
    return session.openInbox(this::notificationsArrived, this::notificationsOverflowed);
  }

  /** Callable from any thread. */
  private void notificationsArrived() {
    try {
      context.executor().execute(this::sendNotifications);
    } catch (RejectedExecutionException e) {
      LOG.debug("notification for a connection whose network thread has ended", e);
    }
  }

  /** Callable from any thread. */
  private void notificationsOverflowed() {
    LOG.warn(
        "connection closed reason=notifications-not-read process={} user={}",
        entry.processId(),
        session.user());
    terminate(
        new DoLakeException(
            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
            "terminating connection because too many notifications wait for it",
            "A client that listens has to read, and not to stay in a transaction."));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
  private void flush() {
    ByteBuf built = session.out().take();
    if (built != null) {
      context.writeAndFlush(built, context.voidPromise());
    }
  }

  /** Reports an error after which the connection cannot go on. */
  private void closeWithError(DoLakeException error) {
    server.metrics().failed(error);
    if (!closing) {
      if (!busy) {
        session.out().error("FATAL", error, 0);
      }
      close();
    }
  }

  private void close() {
    closing = true;
    ByteBuf last = busy ? null : session.out().take();
    ChannelFuture sent =
        context.writeAndFlush(last == null ? io.netty.buffer.Unpooled.EMPTY_BUFFER : last);
    sent.addListener(ChannelFutureListener.CLOSE);
    if (!sent.isDone()) {
      Future<?> deadline =
          context.executor().schedule(() -> context.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
      sent.addListener(done -> deadline.cancel(false));
    }
  }

  /** Ends the connection from outside; callable from any thread. */
  void terminate(DoLakeException reason) {
    try {
      context
          .executor()
          .execute(
              () -> {
                if (busy) {
                  session.cancel();
                }
                closeWithError(reason);
              });
    } catch (RejectedExecutionException e) {
      LOG.debug("connection ended with its network thread", e);
    }
  }

  /** Cursors that the session declared; by the thread that runs the session. */
  List<OpenCursor> cursors() {
    return session.cursors();
  }

  /** What the connection is doing; callable from any thread. */
  ClientActivity activity() {
    SessionActivity activity = session.activity();
    return new ClientActivity(
        entry.processId(),
        session.user(),
        session.database(),
        activity.applicationName(),
        ConnectionHost.internetAddress(context.channel().remoteAddress()),
        activity.start(),
        activity.transactionStart(),
        activity.queryStart(),
        activity.stateChange(),
        activity.state(),
        activity.query());
  }

  /** Makes the running statement fail; callable from any thread. */
  void cancel() {
    session.cancel();
  }

  /** When the client went silent inside a transaction, or 0; readable by any thread. */
  long idleInTransactionSinceNanos() {
    return idleInTransactionSinceNanos;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean withWorker = busy && !waitingForClient;
    closing = true;
    frames.release();
    server.registry().remove(entry);
    if (withWorker) {
      session.cancel(); // resume() releases the session when the step is over
    } else {
      releaseSession();
    }
  }

  /** Rolls back what the client left open, on a worker because that may take a moment. */
  private void releaseSession() {
    if (context.channel().isActive()) {
      return; // channelInactive comes later
    }
    try {
      server.workers().execute(this::closeSession);
    } catch (RejectedExecutionException e) {
      server.closeOnShutdown(this::closeSession);
    }
  }

  private void closeSession() {
    session.out().discard();
    try {
      session.close();
    } catch (RuntimeException e) {
      LOG.error("session did not close cleanly", e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection lost reason={}", cause.toString());
    ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }
}
