package io.dolake.cli.shell;

/** What dot and backslash commands change. Belongs to the shell's thread. */
final class ShellSettings {
  OutputMode mode;
  OutputMode modeBeforeExpanded;
  boolean headers = true;
  boolean timer;
  boolean quit;

  ShellSettings(OutputMode mode) {
    this.mode = mode;
  }

  void toggleExpanded() {
    if (mode == OutputMode.LINE && modeBeforeExpanded != null) {
      mode = modeBeforeExpanded;
      modeBeforeExpanded = null;
    } else {
      modeBeforeExpanded = mode;
      mode = OutputMode.LINE;
    }
  }
}
