package io.dolake.cli.check.catalog;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a scenario of the benchmark came to.
 *
 * @param nanos how long each request took, sorted
 * @param seconds how long all of them took together
 * @param clientCpuNanos CPU time of the threads that sent the requests
 * @param processCpuNanos CPU time of the whole process: clients, server, compiler, collector
 */
@SuppressWarnings("ArrayRecordComponent")
record Measured(long[] nanos, double seconds, long clientCpuNanos, long processCpuNanos) {
  /** One thread's share of a scenario. */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(long[] nanos, long cpuNanos) {}

  /** Takes the time of a scenario. */
  static final class Stopwatch {
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = usedCpuNanos();

    Measured stop(List<Part> parts) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      long[] nanos = parts.stream().flatMapToLong(part -> LongStream.of(part.nanos())).toArray();
      Arrays.sort(nanos);
      long clients = parts.stream().mapToLong(Part::cpuNanos).sum();
      return new Measured(nanos, seconds, clients, usedCpuNanos() - startCpuNanos);
    }
  }

  /** CPU time the calling thread has used. */
  static long threadCpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedCpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  double perSecond() {
    return nanos.length / seconds;
  }

  double percentileMillis(double percentile) {
    return nanos[(int) Math.min(nanos.length - 1, nanos.length * percentile / 100)] / 1e6;
  }

  private double clientCpuMillis() {
    return clientCpuNanos / 1e6 / nanos.length;
  }

  private double otherCpuMillis() {
    return (processCpuNanos - clientCpuNanos) / 1e6 / nanos.length;
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("requests", nanos.length);
    values.put("per-second", perSecond());
    values.put("p50-millis", percentileMillis(50));
    values.put("p99-millis", percentileMillis(99));
    values.put("client-cpu-millis", clientCpuMillis());
    values.put("server-cpu-millis", otherCpuMillis());
    return values;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f/s, p50 %.2f ms, p99 %.2f ms; CPU of one request: server %.2f ms, client %.2f ms",
        perSecond(),
        percentileMillis(50),
        percentileMillis(99),
        otherCpuMillis(),
        clientCpuMillis());
  }
}
