package io.dolake.sql.function;

/**
 * PostgreSQL's lists of privileges. Objects here have none of their own (every user may do
 * everything), so tools compare NULL with what PostgreSQL gives an object at first.
 */
final class Privileges {
  private Privileges() {}

  /**
   * {@code acldefault(kind, owner)}: the privileges that PostgreSQL gives everybody and the owner
   * of a new object of a kind; null for a kind that does not exist.
   *
   * @param kind PostgreSQL's letter, whose case matters
   */
  static String initial(String kind, String owner) {
    return switch (kind) {
      case "c" -> "{}";
      case "r" -> list("", "arwdDxt", owner);
      case "s" -> list("", "rwU", owner);
      case "d" -> list("Tc", "CTc", owner);
      case "f" -> list("X", "X", owner);
      case "l", "T" -> list("U", "U", owner);
      case "L" -> list("", "rw", owner);
      case "n" -> list("", "UC", owner);
      case "p" -> list("", "sA", owner);
      case "t" -> list("", "C", owner);
      case "F", "S" -> list("", "U", owner);
      default -> null;
    };
  }

  private static String list(String everybody, String own, String owner) {
    String ofOwner = owner + "=" + own + "/" + owner;
    return everybody.isEmpty()
        ? "{" + ofOwner + "}"
        : "{=" + everybody + "/" + owner + "," + ofOwner + "}";
  }
}
