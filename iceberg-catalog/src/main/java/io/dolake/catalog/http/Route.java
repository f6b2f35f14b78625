package io.dolake.catalog.http;

import java.util.List;

/**
 * One operation of the server.
 *
 * @param name name of the operation in metrics, logs and events
 * @param method HTTP method
 * @param template path, with variables in braces
 * @param kind what kind of operation it is
 * @param handler what serves it
 */
public record Route(String name, String method, String template, Kind kind, Handler handler) {
  /** Kinds of operations, by what the dispatcher does around them. */
  public enum Kind {
    /** Needs no authentication. */
    OPEN,
    /** Changes nothing. */
    READ,
    /** Changes something, so an idempotency key is honoured and the audit log tells. */
    MUTATION,
    /** Changes who may do what. Audited, but its answers may hold secrets and are not kept. */
    MANAGEMENT
  }

  /** Serves one operation. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  public static Route open(String name, String method, String template, Handler handler) {
    return new Route(name, method, template, Kind.OPEN, handler);
  }

  public static Route read(String name, String method, String template, Handler handler) {
    return new Route(name, method, template, Kind.READ, handler);
  }

  public static Route mutation(String name, String method, String template, Handler handler) {
    return new Route(name, method, template, Kind.MUTATION, handler);
  }

  public static Route management(String name, String method, String template, Handler handler) {
    return new Route(name, method, template, Kind.MANAGEMENT, handler);
  }

  List<String> segments() {
    return List.of(template.substring(1).split("/"));
  }
}
