package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.pg.auth.ScramExchange;
import io.dolake.server.pg.session.PgSession;
import io.dolake.server.pg.wire.BackendWriter;
import io.dolake.server.pg.wire.FrontendReader;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a connection from its first byte to the first ReadyForQuery, then gives way to a {@link
 * PgConnection}:
 *
 * <ol>
 *   <li>SSLRequest or GSSENCRequest, answered with S or N; after S the TLS handshake
 *   <li>CancelRequest, which ends the connection; or StartupMessage with user and settings
 *   <li>SCRAM-SHA-256 when the database has users; without users only loopback clients are let in
 *   <li>settings, cancellation key, ReadyForQuery
 * </ol>
 */
final class StartupHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(StartupHandler.class);

  private static final int PROTOCOL_MAJOR = 3;
  private static final int CANCEL_REQUEST = 80_877_102;
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSSENC_REQUEST = 80_877_104;
  private static final int MAX_STARTUP_BYTES = 10_000;

  private enum State {
    STARTUP,
    SASL_FIRST,
    SASL_LAST,
    OPENING,
    CLOSED
  }

  private final PgServer server;
  private final FrameBuffer frames;
  private State state = State.STARTUP;
  private boolean encrypted;
  private ByteBuf received;
  private BackendWriter out;
  private Map<String, String> parameters;
  private ScramExchange scram;
  private ConnectionRegistry.Entry entry;
  private ScheduledFuture<?> deadline;

  StartupHandler(PgServer server) {
    this.server = server;
    this.frames = new FrameBuffer(MAX_STARTUP_BYTES);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    out = new BackendWriter(ctx.alloc());
    long millis = server.config().get(NodeOptions.PG_STARTUP_TIMEOUT).toMillis();
    if (millis > 0) {
      deadline =
          ctx.executor()
              .schedule(
                  () -> {
                    LOG.info("connection refused reason=startup-timeout peer={}", peer(ctx));
                    ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                  },
                  millis,
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      read(ctx, (ByteBuf) message);
    } catch (DoLakeException e) {
      refuse(ctx, e);
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (state == State.CLOSED) {
      bytes.release();
      return;
    }
    if (state != State.STARTUP) {
      frames.append(ctx.alloc(), bytes);
      readAuthentication(ctx);
      return;
    }
    received =
        received == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
    while (state == State.STARTUP && received != null && received.readableBytes() >= 4) {
      int length = received.getInt(received.readerIndex());
      if (length < 8 || length > MAX_STARTUP_BYTES) {
        throw violation(
            "startup packet of " + length + " bytes is outside 8 to " + MAX_STARTUP_BYTES);
      }
      if (received.readableBytes() < length) {
        return;
      }
      received.skipBytes(4);
      startupPacket(ctx, received.readSlice(length - 4));
      dropReadBytes();
    }
    if (state != State.STARTUP && state != State.CLOSED && received != null) {
      frames.append(ctx.alloc(), received);
      received = null;
      readAuthentication(ctx);
    }
  }

  private void dropReadBytes() {
    if (received != null && !received.isReadable()) {
      received.release();
      received = null;
    }
  }

  private void startupPacket(ChannelHandlerContext ctx, ByteBuf packet) {
    int code = packet.readInt();
    switch (code) {
      case SSL_REQUEST -> answerSslRequest(ctx);
      case GSSENC_REQUEST -> {
        out.sslAnswer(false);
        flush(ctx);
      }
      case CANCEL_REQUEST -> {
        if (server.registry().cancel(FrontendReader.int32(packet), FrontendReader.int32(packet))) {
          server.metrics().cancelRequested();
        }
        end(ctx);
      }
      default -> startup(ctx, code, packet);
    }
  }

  private void answerSslRequest(ChannelHandlerContext ctx) {
    boolean offered = server.tls() != null && !encrypted && !isLocalSocket(ctx);
    out.sslAnswer(offered);
    // What came after the request in the clear must not be taken for encrypted data.
    if (offered && received.isReadable()) {
      throw violation("data was sent before the TLS handshake");
    }
    flush(ctx);
    if (offered) {
      encrypted = true;
      SslHandler handler = server.tls().newHandler(ctx.alloc());
      handler.setHandshakeTimeoutMillis(
          Math.max(1000, server.config().get(NodeOptions.PG_STARTUP_TIMEOUT).toMillis()));
      ctx.pipeline().addFirst("tls", handler);
    }
  }

  private void startup(ChannelHandlerContext ctx, int version, ByteBuf packet) {
    int major = version >>> 16;
    int minor = version & 0xffff;
    if (major != PROTOCOL_MAJOR) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "protocol version " + major + "." + minor + " is not supported: the server speaks 3.0");
    }
    parameters = readParameters(packet);
    List<String> unknownOptions = new ArrayList<>();
    parameters.keySet().stream()
        .filter(name -> name.startsWith("_pq_."))
        .forEach(unknownOptions::add);
    if (minor > 0 || !unknownOptions.isEmpty()) {
      out.negotiateProtocolVersion(0, unknownOptions);
    }
    unknownOptions.forEach(parameters::remove);
    String user = parameters.get("user");
    if (user == null || user.isEmpty()) {
      throw new DoLakeException(
          ErrorCode.INVALID_AUTHORIZATION, "no user name in the startup packet");
    }
    if (!encrypted && !isLocalSocket(ctx) && server.config().get(NodeOptions.TLS_REQUIRED)) {
      throw new DoLakeException(
          ErrorCode.INVALID_AUTHORIZATION,
          "the server requires TLS",
          "Connect with sslmode=require.");
    }
    entry = server.registry().add();
    if (entry == null) {
      throw new DoLakeException(
          ErrorCode.TOO_MANY_CONNECTIONS,
          "sorry, too many clients already",
          "Close connections, or raise pg.max-connections.");
    }
    if (server.users().authenticationRequired()) {
      scram = server.users().authenticate(user);
      state = State.SASL_FIRST;
      out.authenticationSasl(ScramExchange.MECHANISM);
      flush(ctx);
    } else if (isOnThisMachine(ctx)) {
      openSession(ctx);
    } else {
      throw new DoLakeException(
          ErrorCode.INVALID_AUTHORIZATION,
          "only clients on the server's machine are let in while the database has no users",
          "Create one there first: CREATE USER name PASSWORD '...'.");
    }
  }

  private static Map<String, String> readParameters(ByteBuf packet) {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (true) {
      String name = FrontendReader.cString(packet);
      if (name.isEmpty()) {
        FrontendReader.requireEnd(packet);
        return parameters;
      }
      parameters.put(name, FrontendReader.cString(packet));
    }
  }

  private void readAuthentication(ChannelHandlerContext ctx) {
    while (state == State.SASL_FIRST || state == State.SASL_LAST) {
      ByteBuf body = frames.next();
      if (body == null) {
        return;
      }
      if (frames.type() != 'p') {
        throw violation("expected a password message");
      }
      if (state == State.SASL_FIRST) {
        saslFirst(ctx, body);
      } else {
        out.authenticationSaslData(12, scram.last(body.toString(StandardCharsets.UTF_8)));
        openSession(ctx);
      }
    }
  }

  private void saslFirst(ChannelHandlerContext ctx, ByteBuf body) {
    String mechanism = FrontendReader.cString(body);
    if (!mechanism.equals(ScramExchange.MECHANISM)) {
      throw violation("SASL mechanism \"" + mechanism + "\" is not " + ScramExchange.MECHANISM);
    }
    int length = FrontendReader.valueLength(body);
    String message =
        length < 0 ? "" : body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
    out.authenticationSaslData(11, scram.first(message));
    state = State.SASL_LAST;
    flush(ctx);
  }

  /** Opens the engine's session on a worker, because applying settings may plan statements. */
  private void openSession(ChannelHandlerContext ctx) {
    state = State.OPENING;
    out.authenticationOk();
    try {
      server.workers().execute(() -> openOnWorker(ctx));
    } catch (RejectedExecutionException e) {
      throw new DoLakeException(ErrorCode.SHUTTING_DOWN, "the server is shutting down");
    }
  }

  private void openOnWorker(ChannelHandlerContext ctx) {
    String user = parameters.get("user");
    String database = parameters.getOrDefault("database", user);
    PgSession session = null;
    DoLakeException failure = null;
    try {
      SessionOptions options = options(user, database);
      ConnectionHost host =
          new ConnectionHost(
              server.registry(), entry.processId(), ctx.channel(), server.startTime());
      SqlSession engineSession = server.engine().openSession(options, host);
      session = new PgSession(server.services(), engineSession, options, out);
      session.start(parameters);
    } catch (DoLakeException e) {
      failure = e;
    } catch (RuntimeException e) {
      LOG.error("session did not open", e);
      failure = new DoLakeException(ErrorCode.INTERNAL_ERROR, "internal error: no session");
    }
    PgSession opened = session;
    DoLakeException failed = failure;
    try {
      ctx.executor().execute(() -> opened(ctx, opened, failed));
    } catch (RejectedExecutionException e) {
      LOG.debug("session opened after its network thread had ended", e);
      if (opened != null) {
        opened.close();
      }
    }
  }

  private SessionOptions options(String user, String database) {
    return new SessionOptions(
        user,
        database,
        server.config().get(NodeOptions.DEFAULT_ISOLATION),
        server.config().get(NodeOptions.STATEMENT_TIMEOUT),
        server.config().get(NodeOptions.LOCK_TIMEOUT),
        server.config().get(NodeOptions.STATEMENT_MEMORY));
  }

  private void opened(ChannelHandlerContext ctx, PgSession session, DoLakeException failure) {
    if (failure != null) {
      if (session != null) {
        server.workers().execute(session::close);
      }
      refuse(ctx, failure);
      return;
    }
    if (!ctx.channel().isActive()) {
      out.discard();
      server.workers().execute(session::close);
      return;
    }
    out.backendKeyData(entry.processId(), entry.secretKey());
    out.readyForQuery('I');
    PgConnection connection = new PgConnection(server, session, frames, entry);
    entry = null; // the connection's now
    cancelDeadline();
    state = State.CLOSED;
    frames.allow(server.maxMessageBytes());
    ctx.pipeline().replace(this, "connection", connection);
    connection.begin();
  }

  private static boolean isOnThisMachine(ChannelHandlerContext ctx) {
    return isLocalSocket(ctx)
        || ctx.channel().remoteAddress() instanceof InetSocketAddress address
            && address.getAddress().isLoopbackAddress();
  }

  /** What it carries does not leave the kernel: there is nothing to encrypt it from. */
  private static boolean isLocalSocket(ChannelHandlerContext ctx) {
    return !(ctx.channel().localAddress() instanceof InetSocketAddress);
  }

  private static String peer(ChannelHandlerContext ctx) {
    return isLocalSocket(ctx) ? "local" : String.valueOf(ctx.channel().remoteAddress());
  }

  private void refuse(ChannelHandlerContext ctx, DoLakeException reason) {
    LOG.info(
        "connection refused code={} sqlstate={} peer={} user={} reason={}",
        reason.code(),
        reason.code().sqlState(),
        peer(ctx),
        parameters == null ? "" : parameters.get("user"),
        reason.getMessage());
    server.metrics().connectionRefused();
    server.metrics().failed(reason);
    out.error("FATAL", reason, 0);
    end(ctx);
  }

  /** Sends what is built and closes. */
  private void end(ChannelHandlerContext ctx) {
    state = State.CLOSED;
    ByteBuf last = out.take();
    ctx.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last)
        .addListener(ChannelFutureListener.CLOSE);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
  private void flush(ChannelHandlerContext ctx) {
    ByteBuf built = out.take();
    if (built != null) {
      ctx.writeAndFlush(built, ctx.voidPromise());
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelDeadline();
    if (received != null) {
      received.release();
      received = null;
    }
    if (entry != null) {
      server.registry().remove(entry);
    }
    if (state != State.OPENING) {
      out.discard();
    }
    frames.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection lost during startup peer={} reason={}", peer(ctx), cause.toString());
    ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static DoLakeException violation(String message) {
    return new DoLakeException(ErrorCode.PROTOCOL_VIOLATION, message);
  }
}
