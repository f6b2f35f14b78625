package io.dolake.catalog.store;

import org.apache.iceberg.catalog.Namespace;

/**
 * The stored form of a namespace: its levels joined by the unit separator, which no level may
 * contain. The root is the empty string.
 */
final class NamespaceKey {
  private static final String SEPARATOR = "\u001f";

  private NamespaceKey() {}

  static String of(Namespace namespace) {
    return String.join(SEPARATOR, namespace.levels());
  }

  static Namespace toNamespace(String key) {
    return key.isEmpty() ? Namespace.empty() : Namespace.of(key.split(SEPARATOR, -1));
  }

  /**
   * The parent's key, or null for a namespace at the top, which is how the foreign key wants it.
   */
  static String parentOf(Namespace namespace) {
    if (namespace.length() < 2) {
      return null;
    }
    String key = of(namespace);
    return key.substring(0, key.lastIndexOf(SEPARATOR));
  }
}
