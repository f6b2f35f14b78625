package io.dolake.cli.demo;

/** The process was told to stop while the demo was under way. */
final class DemoInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoInterrupted() {
    super("interrupted");
  }
}
