package io.dolake.catalog.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DuplicateKeyException;
import io.dolake.catalog.store.EventRow;
import io.dolake.catalog.store.StoreSession;
import io.dolake.catalog.store.StoreWork;
import io.dolake.catalog.store.StoredAnswer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The only way to change the catalog: the change, its event and the answer kept for its idempotency
 * key go into one database transaction, so none of them exists without the others.
 */
public final class Mutations {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final CatalogStore store;
  private final Clock clock;
  private final Consumer<EventRow> published;

  /**
   * @param published told every committed event, on the thread that committed it
   */
  public Mutations(CatalogStore store, Clock clock, Consumer<EventRow> published) {
    this.store = store;
    this.clock = clock;
    this.published = published;
  }

  /**
   * Runs {@code work} in one transaction together with its bookkeeping.
   *
   * @param answer what to answer if the request is repeated with the same idempotency key
   * @throws AlreadyAnsweredException nothing was applied, the request has an answer
   * @throws io.dolake.catalog.store.StoreUnavailableException nothing was applied
   * @throws io.dolake.catalog.store.OutcomeUnknownException the change may or may not be applied
   */
  public <T> T apply(
      Caller caller,
      String operation,
      List<ObjectChange> changes,
      StoredAnswer answer,
      StoreWork<T> work) {
    EventRow event =
        new EventRow(
            0,
            UUID.randomUUID().toString(),
            clock.millis(),
            caller.principal(),
            operation,
            json(changes));
    T result =
        store.mutate(
            session -> {
              recordAnswer(session, caller, answer);
              return work.run(session);
            },
            event,
            published);
    caller.idempotency().ifPresent(IdempotentRequest::markRecorded);
    return result;
  }

  /**
   * Like {@link #apply}, but {@code work} may decide that nothing is to be applied after all.
   *
   * @return whether {@code work} returned true and the transaction was committed
   */
  public boolean applyIf(
      Caller caller,
      String operation,
      List<ObjectChange> changes,
      StoredAnswer answer,
      StoreWork<Boolean> work) {
    try {
      return apply(
          caller,
          operation,
          changes,
          answer,
          session -> {
            if (!work.run(session)) {
              throw new NotAppliedException();
            }
            return true;
          });
    } catch (NotAppliedException e) {
      return false;
    }
  }

  private static final class NotAppliedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAppliedException() {
      super("The change was not applied", null, false, false);
    }
  }

  private void recordAnswer(StoreSession session, Caller caller, StoredAnswer answer)
      throws SQLException {
    if (caller.idempotency().isEmpty()) {
      return;
    }
    IdempotentRequest request = caller.idempotency().get();
    try {
      session
          .idempotencyKeys()
          .insert(request.key(), request.fingerprint(), answer, clock.millis());
    } catch (SQLException e) {
      if (store.isDuplicateKey(e)) {
        throw new AlreadyAnsweredException(e);
      }
      throw e;
    }
  }

  /** Stores the answer of a request that changed nothing, unless the key has one by now. */
  public void recordFinalAnswer(IdempotentRequest request, StoredAnswer answer) {
    try {
      store.maintain(
          session -> {
            session
                .idempotencyKeys()
                .insert(request.key(), request.fingerprint(), answer, clock.millis());
            return null;
          });
      request.markRecorded();
    } catch (DuplicateKeyException e) {
      throw new AlreadyAnsweredException(e);
    }
  }

  private static String json(List<ObjectChange> changes) {
    try {
      return MAPPER.writeValueAsString(changes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Changes cannot be written as JSON", e);
    }
  }
}
