package io.dolake.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement of the scripts in {@code resources/conformance} gives on us what it gives on
 * SQLite: rows, column names, counts and kinds of errors, unless the script says otherwise. {@link
 * Script} tells how they are written.
 */
class ConformanceITCase {
  @TempDir Path directory;

  @TestFactory
  Stream<DynamicContainer> scripts() throws IOException, URISyntaxException {
    URL root = ConformanceITCase.class.getClassLoader().getResource("conformance");
    Path scripts = Path.of(root.toURI());
    List<Path> files;
    try (Stream<Path> tree = Files.walk(scripts)) {
      files = tree.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
    return files.stream().map(file -> container(scripts.relativize(file).toString(), file));
  }

  private DynamicContainer container(String name, Path file) {
    return DynamicContainer.dynamicContainer(name, file.toUri(), sections(name, file));
  }

  private Stream<DynamicTest> sections(String name, Path file) {
    return Script.parse(read(file)).stream()
        .map(
            section ->
                DynamicTest.dynamicTest(
                    section.title(),
                    URI.create(file.toUri() + "?line=" + section.line()),
                    () -> run(name, section)));
  }

  private void run(String name, Script.Section section) throws Exception {
    Path store = Files.createTempDirectory(directory, "store");
    try (TestDatabase database = new TestDatabase(store)) {
      assertThat(Comparison.differences(section, database)).as(name).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
