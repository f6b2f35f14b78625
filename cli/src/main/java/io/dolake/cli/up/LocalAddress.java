package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses that parts listen on, as their clients on this machine use them. */
final class LocalAddress {
  private LocalAddress() {}

  /** The address to connect to for one to listen on: loopback for "every address". */
  static String toConnect(String listenHost) {
    return listenHost.equals("0.0.0.0") || listenHost.equals("::") ? "127.0.0.1" : listenHost;
  }

  /**
   * The port, or for 0 one that is free now: for servers whose clients have to know it before they
   * listen, or that keep it over a restart.
   *
   * @throws DoLakeException PORT_IN_USE if somebody listens there
   */
  static int port(String host, int port, String key) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "cannot listen on " + host + ":" + port + ": " + e.getMessage(),
          "stop what listens there, or choose another port: --set " + key + "=0 takes a free one",
          e);
    }
  }
}
