package io.dolake.catalog.store;

import java.util.Locale;

/** What a name in a namespace stands for. */
public enum ObjectKind {
  TABLE,
  VIEW;

  /** The form kept in the store and shown in events. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ObjectKind fromId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
