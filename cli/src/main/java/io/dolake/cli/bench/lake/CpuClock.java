package io.dolake.cli.bench.lake;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * CPU time of this process: what a change costs wherever it is measured, and how much of the
 * machine the process got.
 */
final class CpuClock {
  /**
   * @param micros of CPU per change
   * @param cores that were busy for this process on average
   */
  record Cost(double micros, double cores) {}

  private final long startNanos;

  private CpuClock(long startNanos) {
    this.startNanos = startNanos;
  }

  static CpuClock start() {
    return new CpuClock(cpuNanos());
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  Cost since(long changes, double seconds) {
    double used = cpuNanos() - startNanos;
    return new Cost(used / 1e3 / changes, used / 1e9 / seconds);
  }
}
