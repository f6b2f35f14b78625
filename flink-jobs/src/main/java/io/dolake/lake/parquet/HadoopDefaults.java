package io.dolake.lake.parquet;

import java.io.IOException;
import java.net.URL;
import java.util.regex.Pattern;

/**
 * Keeps Hadoop from reading its default settings. Iceberg makes a Hadoop configuration for every
 * Parquet file, though nothing in it is used for files of its own; finding and parsing the XML
 * files on the class path takes longer than writing a small data file.
 */
public final class HadoopDefaults {
  /** Hadoop's own and those of the libraries that have added theirs to its list. */
  private static final Pattern SETTINGS = Pattern.compile("\\w+-(default|site)\\.xml");

  /** Sees everything but the settings, which Hadoop takes for not being there. */
  private static final ClassLoader WITHOUT_SETTINGS =
      new ClassLoader(HadoopDefaults.class.getClassLoader()) {
        @Override
        public URL getResource(String name) {
          return SETTINGS.matcher(name).matches() ? null : super.getResource(name);
        }
      };

  private HadoopDefaults() {}

  /** What may fail for the store's sake. */
  public interface Action<T> {
    T run() throws IOException;
  }

  /** Runs something that makes configurations on this thread. */
  public static <T> T without(Action<T> action) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(WITHOUT_SETTINGS);
    try {
      return action.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
