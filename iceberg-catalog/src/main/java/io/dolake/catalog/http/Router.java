package io.dolake.catalog.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the route of a request. Works on the path as it came, percent-encoded, because a decoded
 * name may contain slashes.
 */
final class Router {
  /** A route and the encoded values of its path variables. */
  record Match(Route route, Map<String, String> variables) {}

  private record Template(Route route, List<String> segments) {}

  private final Map<Integer, List<Template>> templatesBySize = new HashMap<>();

  Router(Collection<Route> routes) {
    for (Route route : routes) {
      List<String> segments = route.segments();
      templatesBySize
          .computeIfAbsent(segments.size(), size -> new ArrayList<>())
          .add(new Template(route, segments));
    }
  }

  /**
   * @throws NoSuchRouteException if nothing is served at the path, or not by this method
   */
  Match match(String method, String encodedPath) {
    String path = encodedPath.startsWith("/") ? encodedPath.substring(1) : encodedPath;
    String[] segments = path.split("/", -1);
    Set<String> otherMethods = new TreeSet<>();
    Match best = null;
    for (Template template : templatesBySize.getOrDefault(segments.length, List.of())) {
      Map<String, String> variables = variables(template.segments(), segments);
      if (variables == null) {
        continue;
      }
      if (!template.route().method().equals(method)) {
        otherMethods.add(template.route().method());
        continue;
      }
      // A literal segment wins over a variable.
      if (best == null || variables.size() < best.variables().size()) {
        best = new Match(template.route(), variables);
      }
    }
    if (best == null) {
      throw new NoSuchRouteException(method, encodedPath, otherMethods);
    }
    return best;
  }

  private static Map<String, String> variables(List<String> template, String[] segments) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < segments.length; i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        if (segments[i].isEmpty()) {
          return null;
        }
        variables.put(expected.substring(1, expected.length() - 1), segments[i]);
      } else if (!expected.equals(segments[i])) {
        return null;
      }
    }
    return variables;
  }
}
