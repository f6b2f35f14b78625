package io.dolake.e2e.shell;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Serves SQL to the process that started this one: a statement for each line of standard input,
 * answered on standard output.
 *
 * <p>Lines of an answer start with a mark, because engines print there, too: {@code =} and a row's
 * values separated by tabs for each row, then {@code .} for success or {@code !} and a message.
 */
public final class SqlShell {
  /** What every line of an answer starts with. */
  public static final String MARK = "@@";

  /** Runs statements. */
  @FunctionalInterface
  public interface Engine {
    /**
     * @return the rows of the result, values separated by tabs; none if there is no result
     */
    List<String> run(String statement) throws Exception;
  }

  private SqlShell() {}

  /** Serves until the input ends. */
  public static void serve(Engine engine) throws IOException {
    // Not System.out, which takes the locale's characters.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println(MARK + ".");
    for (String statement = in.readLine(); statement != null; statement = in.readLine()) {
      try {
        for (String row : engine.run(statement)) {
          out.println(MARK + "=" + row);
        }
        out.println(MARK + ".");
      } catch (Exception | LinkageError e) {
        out.println(MARK + "!" + messages(e));
      }
    }
  }

  private static String messages(Throwable error) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      text.append(cause.toString().replaceAll("\\s+", " ")).append("; ");
    }
    return text.toString();
  }
}
