package io.dolake.server.pg;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How network threads reach the kernel.
 *
 * @param handlers what each of them waits with
 * @param serverChannel listens for TCP
 * @param localServerChannel listens on Unix-domain sockets
 * @param localAddress address of such a socket's file
 */
record Transport(
    IoHandlerFactory handlers,
    Class<? extends ServerChannel> serverChannel,
    Class<? extends ServerChannel> localServerChannel,
    Function<Path, SocketAddress> localAddress) {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

  /** The one with the fewest steps between a thread and the kernel that this machine has. */
  static Transport best() {
    return Epoll.isAvailable() ? epoll() : nio();
  }

  private static Transport epoll() {
    return new Transport(
        EpollIoHandler.newFactory(),
        EpollServerSocketChannel.class,
        EpollServerDomainSocketChannel.class,
        path -> new DomainSocketAddress(path.toFile()));
  }

  private static Transport nio() {
    LOG.debug("no native epoll, using the JDK's selectors", Epoll.unavailabilityCause());
    return new Transport(
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        NioServerDomainSocketChannel.class,
        UnixDomainSocketAddress::of);
  }
}
