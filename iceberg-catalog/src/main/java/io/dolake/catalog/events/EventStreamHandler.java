package io.dolake.catalog.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dolake.catalog.auth.Authenticator;
import io.dolake.catalog.auth.Privilege;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /events}: all mutations from now on, or after the event named by parameter {@code
 * after} or header {@code Last-Event-ID}, as server-sent events. Whoever listens sees every name in
 * the catalog, so reading the whole catalog must be granted.
 */
public final class EventStreamHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreamHandler.class);
  private static final String PATH = "/events";

  private final EventHub hub;
  private final CatalogStore store;
  private final Authenticator authenticator;

  public EventStreamHandler(EventHub hub, CatalogStore store, Authenticator authenticator) {
    this.hub = hub;
    this.store = store;
    this.authenticator = authenticator;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getHttpURI().getPath().equals(PATH) || !request.getMethod().equals("GET")) {
      return false;
    }
    try {
      authenticator
          .authenticate(request.getHeaders().get(HttpHeader.AUTHORIZATION))
          .require(Privilege.READ, Namespace.empty());
      open(cursor(request), response, callback);
    } catch (NotAuthorizedException e) {
      refuse(401, e.getMessage(), response, callback);
    } catch (ForbiddenException e) {
      refuse(403, e.getMessage(), response, callback);
    } catch (NumberFormatException e) {
      refuse(400, "The event to start after is not a number", response, callback);
    } catch (StoreUnavailableException e) {
      refuse(503, "The catalog's database does not answer", response, callback);
    } catch (RuntimeException e) {
      LOG.error("event stream could not be opened", e);
      refuse(500, "Internal error, see the server's log", response, callback);
    }
    return true;
  }

  private void open(long cursor, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Subscriber subscriber = new Subscriber(response, callback, cursor, hub::wakeUp);
    // The first bytes tell the client that it is connected.
    subscriber.sendHeartbeat();
    if (!hub.subscribe(subscriber)) {
      subscriber.close();
    }
  }

  private long cursor(Request request) {
    String after = Request.extractQueryParameters(request).getValue("after");
    if (after == null) {
      after = request.getHeaders().get("Last-Event-ID");
    }
    return after == null
        ? store.read(session -> session.events().lastEventId())
        : Long.parseLong(after);
  }

  private static void refuse(int status, String message, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(true, ByteBuffer.wrap((message + "\n").getBytes(UTF_8)), callback);
  }
}
