package io.dolake.cli.demo;

/**
 * The demo at one moment.
 *
 * @param seconds since the desk opened
 * @param commitsPerSecond since the last moment shown
 * @param feedLag transactions the lake job has not confirmed; -1 when the node does not tell
 * @param lakeBehindMillis age of the newest readable cut; -1 before the first
 */
record DemoProgress(
    double seconds,
    long commits,
    double commitsPerSecond,
    long rowChanges,
    long feedLag,
    long lakeBehindMillis,
    int cutsVerified,
    int violations) {}
