package io.dolake.cli.demo;

/**
 * How the demo works.
 *
 * @param seconds how long the desk is open
 * @param scale TPC-H scale of the first rows
 * @param clerks connections that work at the same time
 * @param pauseMillis what a clerk waits between transactions
 */
record DemoOptions(int seconds, double scale, int clerks, long pauseMillis, long seed) {}
