package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.sql.SqlEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL front: listens, and serves each connection with a session of the engine. */
public final class PgServer implements AutoCloseable {
  private final EventLoopGroup eventLoops;
  private final Channel listener;

  private PgServer(EventLoopGroup eventLoops, Channel listener) {
    this.eventLoops = eventLoops;
    this.listener = listener;
  }

  /** Starts listening on the configured host and port. */
  public static PgServer start(NodeConfig config, SqlEngine engine, MeterRegistry registry) {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(registry, "registry");
    InetSocketAddress address =
        new InetSocketAddress(config.get(NodeOptions.HOST), config.get(NodeOptions.PG_PORT));
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            config.get(NodeOptions.PG_EVENT_LOOPS), NioIoHandler.newFactory());
    try {
      Channel listener =
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .childHandler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                      ctx.channel().unsafe().close(ctx.voidPromise());
                    }
                  })
              .bind(address)
              .syncUninterruptibly()
              .channel();
      return new PgServer(loops, listener);
    } catch (Exception e) {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "cannot listen for PostgreSQL clients on " + address + ": " + e.getMessage(),
          "Set pg.port to a free port, or 0.",
          e);
    }
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
