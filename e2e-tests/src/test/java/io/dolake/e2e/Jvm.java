package io.dolake.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a test starts another JVM. */
public final class Jvm {
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private Jvm() {}

  /** The launcher and its options; class path and main class are for the caller to add. */
  public static List<String> command(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
    return command;
  }
}
