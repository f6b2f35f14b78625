package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's {@code jsonb_set}: a document with another value at a path of keys and indexes.
 * Where the path leads nowhere before its last step, the document stays as it is.
 */
final class JsonSet {
  private final List<String> path;
  private final Json value;
  private final boolean create;

  private JsonSet(List<String> path, Json value, boolean create) {
    this.path = path;
    this.value = value;
    this.create = create;
  }

  /**
   * @param create whether a value that is not there is added: a key to an object, an element to the
   *     end of an array, or to its beginning where the index is negative
   */
  static Json set(Json document, List<String> path, Json value, boolean create) {
    return new JsonSet(path, value, create).at(document, 0);
  }

  private Json at(Json target, int depth) {
    if (depth == path.size()) {
      return depth == 0 ? target : value;
    }
    return switch (target.kind()) {
      case OBJECT -> inObject(target, depth);
      case ARRAY -> inArray(target, depth);
      default -> target;
    };
  }

  private boolean adds(int depth) {
    return create && depth == path.size() - 1;
  }

  private Json inObject(Json object, int depth) {
    List<String> keys = new ArrayList<>(object.keys());
    List<Json> values = new ArrayList<>(object.elements());
    int position = keys.indexOf(path.get(depth));
    if (position >= 0) {
      values.set(position, at(values.get(position), depth + 1));
    } else if (adds(depth)) {
      keys.add(path.get(depth));
      values.add(value);
    }
    return Json.object(keys, values);
  }

  private Json inArray(Json array, int depth) {
    List<Json> elements = new ArrayList<>(array.elements());
    int index = index(path.get(depth), depth);
    int position = index < 0 ? index + elements.size() : index;
    if (position >= 0 && position < elements.size()) {
      elements.set(position, at(elements.get(position), depth + 1));
    } else if (adds(depth)) {
      elements.add(index < 0 ? 0 : elements.size(), value);
    }
    return Json.array(elements);
  }

  private static int index(String step, int depth) {
    try {
      return Integer.parseInt(step.strip());
    } catch (NumberFormatException notOne) {
      throw new DoLakeException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "path element at position " + (depth + 1) + " is not an integer: \"" + step + "\"");
    }
  }
}
