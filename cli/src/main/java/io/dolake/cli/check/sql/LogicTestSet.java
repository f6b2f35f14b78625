package io.dolake.cli.check.sql;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;

/** The logic test files on the class path. */
final class LogicTestSet {
  /** One well-known file, to find the archive by. */
  private static final String ANY_FILE = "test/select1.test";

  private static final Pattern SUBSET =
      Pattern.compile(
          "test/(select[1-5]\\.test|evidence/.*"
              + "|index/[a-z_]+/[0-9]+/slt_good_0\\.test|random/[a-z]+/slt_good_0\\.test)");

  private LogicTestSet() {}

  /** All files, sorted. */
  static List<String> all() throws IOException {
    URL url = LogicTestSet.class.getClassLoader().getResource(ANY_FILE);
    if (url == null) {
      throw new IOException("the logic tests are not on the class path");
    }
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    return connection.getJarFile().stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith("test/") && name.endsWith(".test"))
        .sorted()
        .toList();
  }

  /** The fixed selection that must always pass. */
  static List<String> subset() throws IOException {
    return all().stream().filter(name -> SUBSET.matcher(name).matches()).toList();
  }
}
