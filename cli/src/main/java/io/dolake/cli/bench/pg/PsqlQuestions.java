package io.dolake.cli.bench.pg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queries behind psql's commands, as the psql of this machine shows them with -E. */
final class PsqlQuestions {
  private static final List<String> COMMANDS =
      List.of(
          "\\l",
          "\\dn",
          "\\d",
          "\\dt",
          "\\di",
          "\\dv",
          "\\df",
          "\\du",
          "\\d t500",
          "\\d+ t500",
          "\\d v500",
          "\\d t500_name",
          "\\dt t5*");

  private PsqlQuestions() {}

  /** Empty where there is no psql. */
  static Map<String, Question> of(int port) throws IOException, InterruptedException {
    Map<String, Question> questions = new LinkedHashMap<>();
    if (!isInstalled()) {
      return questions;
    }
    for (String command : COMMANDS) {
      int number = 0;
      for (String query : queriesBehind(port, command)) {
        questions.put("psql " + command + ", query " + ++number, Question.ofQuery(query));
      }
    }
    return questions;
  }

  private static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, "psql"))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> queriesBehind(int port, String command)
      throws IOException, InterruptedException {
    Process psql =
        new ProcessBuilder(
                "psql",
                "-X",
                "-E",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-U",
                "bench",
                "main",
                "-c",
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (psql.waitFor() != 0 || output.contains("ERROR:")) {
      throw new IllegalStateException("psql -c '" + command + "' failed: " + output);
    }
    List<String> queries = new ArrayList<>();
    StringBuilder query = null;
    for (String line : output.lines().toList()) {
      if (line.startsWith("********* QUERY")) {
        query = new StringBuilder();
      } else if (query != null && line.startsWith("**********")) {
        queries.add(query.toString());
        query = null;
      } else if (query != null) {
        query.append(line).append('\n');
      }
    }
    return queries;
  }
}
