package io.dolake.cli.demo;

import java.util.List;

/**
 * How the demo works.
 *
 * @param seconds how long the desk is open
 * @param scale TPC-H scale of the first rows
 * @param clerks connections that work at the same time
 * @param pauseMillis what a clerk waits between transactions
 * @param kills parts to kill while the desk is open, one after the other at even intervals
 */
record DemoOptions(
    int seconds, double scale, int clerks, long pauseMillis, long seed, List<String> kills) {
  DemoOptions {
    kills = List.copyOf(kills);
  }

  /** Seconds after the opening at which kill number {@code index} is due. */
  double killSecond(int index) {
    return (double) seconds * (index + 1) / (kills.size() + 1);
  }
}
