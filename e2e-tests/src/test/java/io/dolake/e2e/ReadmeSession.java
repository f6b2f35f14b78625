package io.dolake.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of the README's first session, each with what it is said to print. */
final class ReadmeSession {
  private static final String START = "```console";
  private static final String END = "```";
  private static final String PROMPT = "$ ";

  private ReadmeSession() {}

  record Step(String command, List<String> output) {
    Step {
      output = List.copyOf(output);
    }
  }

  static List<Step> read(Path readme) throws IOException {
    List<Step> steps = new ArrayList<>();
    String command = null;
    List<String> output = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(readme)) {
      if (line.equals(START)) {
        inside = true;
      } else if (inside && (line.equals(END) || line.startsWith(PROMPT))) {
        if (command != null) {
          steps.add(new Step(command, output));
        }
        output = new ArrayList<>();
        command = line.equals(END) ? null : line.substring(PROMPT.length());
        inside = !line.equals(END);
      } else if (inside) {
        output.add(line);
      }
    }
    return steps;
  }
}
