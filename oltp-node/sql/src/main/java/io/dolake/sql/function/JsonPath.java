package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** A path such as {@code $.a[0]."b c"[#-1]}. */
record JsonPath(List<Step> steps) {
  /**
   * One step: a key of an object, or an index of an array.
   *
   * @param fromEnd whether the index counts back from the length; {@code [#]} is 0 from the end
   */
  record Step(String key, int index, boolean fromEnd) {
    int resolve(int length) {
      return fromEnd ? length - index : index;
    }
  }

  static JsonPath parse(String path) {
    if (!path.startsWith("$")) {
      throw bad(path);
    }
    List<Step> steps = new ArrayList<>();
    int at = 1;
    while (at < path.length()) {
      int end = stepEnd(path, at);
      String step = path.substring(at + 1, end);
      steps.add(path.charAt(at) == '.' ? key(step, path) : index(step, path));
      at = end;
    }
    return new JsonPath(steps);
  }

  /** A valid path without its last step; the root's own path for the root. */
  static String parentOf(String path) {
    int last = 1;
    for (int at = 1; at < path.length(); at = stepEnd(path, at)) {
      last = at;
    }
    return path.substring(0, last);
  }

  private static int stepEnd(String path, int start) {
    if (path.charAt(start) == '.') {
      return keyEnd(path, start + 1);
    }
    int close = path.charAt(start) == '[' ? path.indexOf(']', start) : -1;
    if (close < 0) {
      throw bad(path);
    }
    return close + 1;
  }

  private static Step key(String text, String path) {
    if (text.isEmpty()) {
      throw bad(path);
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return new Step(quoted ? text.substring(1, text.length() - 1) : text, 0, false);
  }

  private static int keyEnd(String path, int start) {
    if (start < path.length() && path.charAt(start) == '"') {
      int close = path.indexOf('"', start + 1);
      if (close < 0) {
        throw bad(path);
      }
      return close + 1;
    }
    int end = start;
    while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  private static Step index(String bracketed, String path) {
    String text = bracketed.substring(0, bracketed.length() - 1);
    try {
      if (text.startsWith("#")) {
        String rest = text.substring(1);
        return new Step(null, rest.isEmpty() ? 0 : -Integer.parseInt(rest), true);
      }
      int index = Integer.parseInt(text);
      if (index < 0) {
        throw bad(path);
      }
      return new Step(null, index, false);
    } catch (NumberFormatException notOne) {
      throw bad(path);
    }
  }

  private static DoLakeException bad(String path) {
    return new DoLakeException(ErrorCode.INVALID_PARAMETER, "bad JSON path: '" + path + "'");
  }

  /** The value at this path, or null when there is none. */
  Json find(Json root) {
    Json at = root;
    for (Step step : steps) {
      at = child(at, step);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static Json child(Json parent, Step step) {
    if (step.key() != null) {
      return parent.kind() == Json.Kind.OBJECT ? parent.get(step.key()) : null;
    }
    int index = step.resolve(parent.elements().size());
    boolean present =
        parent.kind() == Json.Kind.ARRAY && index >= 0 && index < parent.elements().size();
    return present ? parent.elements().get(index) : null;
  }

  /** How a value is put at a path. */
  enum Change {
    /** Only where nothing is. */
    INSERT,
    /** Only where something is. */
    REPLACE,
    SET,
    REMOVE
  }

  /** A copy with the value put at this path as the change says; unchanged where it cannot be. */
  Json change(Json root, Change change, Json value) {
    return change(root, 0, change, value);
  }

  /** Null removes the value from its parent. */
  private Json change(Json at, int depth, Change change, Json value) {
    if (depth == steps.size()) {
      return switch (change) {
        case INSERT -> at;
        case REMOVE -> null;
        default -> value;
      };
    }
    Step step = steps.get(depth);
    boolean fits =
        step.key() != null ? at.kind() == Json.Kind.OBJECT : at.kind() == Json.Kind.ARRAY;
    if (!fits) {
      return at;
    }
    List<String> keys = new ArrayList<>(at.keys());
    List<Json> elements = new ArrayList<>(at.elements());
    int index = step.key() != null ? keys.indexOf(step.key()) : step.resolve(elements.size());
    if (index >= 0 && index < elements.size()) {
      Json changed = change(elements.get(index), depth + 1, change, value);
      if (changed != null) {
        elements.set(index, changed);
      } else {
        elements.remove(index);
        if (step.key() != null) {
          keys.remove(index);
        }
      }
    } else if (change == Change.INSERT || change == Change.SET) {
      Json created = created(depth + 1, value);
      boolean appends = step.key() != null || index == elements.size();
      if (created != null && appends) {
        elements.add(created);
        if (step.key() != null) {
          keys.add(step.key());
        }
      }
    }
    return step.key() != null ? Json.object(keys, elements) : Json.array(elements);
  }

  /** The containers that the rest of the path needs around a new value. */
  private Json created(int depth, Json value) {
    if (depth == steps.size()) {
      return value;
    }
    Step step = steps.get(depth);
    Json inner = created(depth + 1, value);
    if (inner == null || (step.key() == null && step.resolve(0) != 0)) {
      return null;
    }
    return step.key() != null
        ? Json.object(List.of(step.key()), List.of(inner))
        : Json.array(List.of(inner));
  }
}
