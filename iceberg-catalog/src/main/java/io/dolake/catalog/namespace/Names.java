package io.dolake.catalog.namespace;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;

/**
 * Which names the catalog accepts: everything but the empty name and control characters, which
 * includes the unit separator that joins a namespace's levels on the wire.
 */
public final class Names {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_LEVELS = 16;

  private Names() {}

  /**
   * @throws BadRequestException if the namespace cannot exist
   */
  public static Namespace check(Namespace namespace) {
    if (namespace.isEmpty()) {
      throw new BadRequestException("Namespace is empty: give it at least one level");
    }
    if (namespace.length() > MAX_LEVELS) {
      throw new BadRequestException("Namespace has more than %d levels", MAX_LEVELS);
    }
    for (String level : namespace.levels()) {
      checkName("Namespace level", level);
    }
    return namespace;
  }

  /**
   * @throws BadRequestException if no table or view can have this name
   */
  public static TableIdentifier check(TableIdentifier identifier) {
    check(identifier.namespace());
    checkName("Name", identifier.name());
    return identifier;
  }

  private static void checkName(String what, String name) {
    if (name == null || name.isEmpty()) {
      throw new BadRequestException("%s is empty", what);
    }
    if (name.length() > MAX_LENGTH) {
      throw new BadRequestException("%s is longer than %d characters", what, MAX_LENGTH);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean loneSurrogate =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < name.length()
                  && Character.isLowSurrogate(name.charAt(i + 1)))
              && !(Character.isLowSurrogate(c)
                  && i > 0
                  && Character.isHighSurrogate(name.charAt(i - 1)));
      if (Character.isISOControl(c) || loneSurrogate) {
        throw new BadRequestException(
            "%s contains the character U+%04X, which is not allowed in names", what, (int) c);
      }
    }
  }
}
