package io.dolake.server.bench;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the pgbench of this machine. */
final class Pgbench {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: ([0-9]+)");
  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  /**
   * Where a server listens.
   *
   * @param host an address, or the directory of a Unix-domain socket
   */
  record Endpoint(String host, int port) {
    /** By TCP, on this machine. */
    static Endpoint onPort(int port) {
      return new Endpoint("127.0.0.1", port);
    }

    static Endpoint socketIn(Path directory, int port) {
      return new Endpoint(directory.toString(), port);
    }
  }

  private final String scale;
  private final int seconds;
  private final int threads;

  Pgbench(String scale, int seconds, int threads) {
    this.scale = scale;
    this.seconds = seconds;
    this.threads = threads;
  }

  int seconds() {
    return seconds;
  }

  /** Creates and fills the tables; returns the seconds it took. */
  double initialise(Endpoint server) throws IOException, InterruptedException {
    long start = System.nanoTime();
    execute(server, List.of("-i", "-s", scale, "-q"));
    return (System.nanoTime() - start) / 1e9;
  }

  /** Runs a workload and returns transactions per second; a failed transaction is an error. */
  double run(Endpoint server, int clients, int runSeconds, List<String> flags)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(
        List.of("-c", String.valueOf(clients), "-j", String.valueOf(Math.min(clients, threads))));
    arguments.addAll(List.of("-T", String.valueOf(runSeconds)));
    String output = execute(server, arguments);
    Matcher failed = FAILED.matcher(output);
    Matcher rate = RATE.matcher(output);
    if (!rate.find() || (failed.find() && !failed.group(1).equals("0"))) {
      throw failure(output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String execute(Endpoint server, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pgbench", "-h", server.host(), "-p", String.valueOf(server.port()), "-U", USER));
    command.addAll(arguments);
    command.add(DATABASE);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw failure(output);
    }
    return output;
  }

  private static DoLakeException failure(String output) {
    String last = output.strip().replace('\n', ' ');
    return new DoLakeException(
        ErrorCode.INTERNAL_ERROR,
        "pgbench failed: " + (last.length() > 500 ? last.substring(last.length() - 500) : last));
  }
}
