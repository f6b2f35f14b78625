package io.dolake.lake.parquet;

import java.io.IOException;
import java.net.URL;
import java.util.Set;

/**
 * Keeps Hadoop from reading its default settings. Iceberg makes a Hadoop configuration for every
 * Parquet file, though nothing in it is used for files of its own; finding and parsing the XML
 * files on the class path takes longer than writing a small data file.
 */
public final class HadoopDefaults {
  private static final Set<String> SETTINGS = Set.of("core-default.xml", "core-site.xml");

  /** Sees everything but the settings, which Hadoop takes for not being there. */
  private static final ClassLoader WITHOUT_SETTINGS =
      new ClassLoader(HadoopDefaults.class.getClassLoader()) {
        @Override
        public URL getResource(String name) {
          return SETTINGS.contains(name) ? null : super.getResource(name);
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
