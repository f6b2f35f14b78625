package io.dolake.sql.exec;

/** Which rows a join gives besides matching pairs. */
public enum JoinKind {
  INNER,
  LEFT,
  RIGHT,
  FULL;

  boolean keepsLeft() {
    return this == LEFT || this == FULL;
  }

  boolean keepsRight() {
    return this == RIGHT || this == FULL;
  }

  String word() {
    return this == INNER
        ? ""
        : name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT) + " ";
  }
}
