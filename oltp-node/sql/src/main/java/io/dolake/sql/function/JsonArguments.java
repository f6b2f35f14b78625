package io.dolake.sql.function;

import io.dolake.common.type.TypeKind;

/** Tells functions which of their arguments are JSON: texts are it only by their static type. */
final class JsonArguments {
  /** A function that is told which of its arguments are JSON. */
  interface Body {
    Object call(Object[] arguments, boolean[] json);
  }

  private JsonArguments() {}

  static FunctionDef.TypedBody typed(Body body) {
    return types -> {
      boolean[] json = new boolean[types.size()];
      for (int i = 0; i < json.length; i++) {
        json[i] = types.get(i).kind() == TypeKind.JSON;
      }
      return (args, frame) -> body.call(args, json);
    };
  }
}
