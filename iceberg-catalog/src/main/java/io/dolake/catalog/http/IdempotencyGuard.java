package io.dolake.catalog.http;

import io.dolake.catalog.commit.AlreadyAnsweredException;
import io.dolake.catalog.commit.IdempotentRequest;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.IdempotencyKeys;
import io.dolake.catalog.store.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;

/**
 * Answers a request with an idempotency key once, and every repetition with the same answer.
 *
 * <p>A mutation stores its answer in its own transaction (see {@link Mutations}). What is left for
 * the guard: look for an answer first, let requests with the same key wait for each other, and
 * store final answers of requests that changed nothing. Answers that are not final, such as 503,
 * are not stored: the request may be tried again.
 */
final class IdempotencyGuard {
  static final String HEADER = "Idempotency-Key";

  private static final int STRIPES = 256;
  private static final int KEY_LENGTH = 36;

  private final CatalogStore store;
  private final Mutations mutations;
  private final AnswerReplay replay;
  private final Duration wait;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  IdempotencyGuard(CatalogStore store, Mutations mutations, AnswerReplay replay, Duration wait) {
    this.store = store;
    this.mutations = mutations;
    this.replay = replay;
    this.wait = wait;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /**
   * @param key value of the header
   * @param target method and path of the request
   * @param body the request's body
   * @param action serves the request if it has no answer yet
   */
  Answer answer(
      String key, String target, byte[] body, Function<IdempotentRequest, Answer> action) {
    String canonicalKey = canonical(key);
    String fingerprint = fingerprint(target, body);
    ReentrantLock stripe = stripes[(canonicalKey.hashCode() & 0x7fffffff) % STRIPES];
    lock(stripe);
    try {
      Optional<Answer> stored = stored(canonicalKey, fingerprint);
      if (stored.isPresent()) {
        return stored.get();
      }
      return serve(new IdempotentRequest(canonicalKey, fingerprint), action);
    } finally {
      stripe.unlock();
    }
  }

  private Answer serve(IdempotentRequest request, Function<IdempotentRequest, Answer> action) {
    try {
      Answer answer = action.apply(request);
      if (!request.isRecorded() && isFinal(answer.status())) {
        mutations.recordFinalAnswer(request, toStored(answer));
      }
      return answer;
    } catch (AlreadyAnsweredException e) {
      return stored(request.key(), request.fingerprint())
          .orElseThrow(
              () ->
                  new ServiceUnavailableException(
                      e, "A request with the same idempotency key is being served"));
    }
  }

  private Optional<Answer> stored(String key, String fingerprint) {
    Optional<IdempotencyKeys.Entry> entry =
        store.read(session -> session.idempotencyKeys().find(key));
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    if (!entry.get().fingerprint().equals(fingerprint)) {
      throw new UnprocessableEntityException(
          "The idempotency key was used for another request: %s; use a new key", key);
    }
    return Optional.of(replay.replay(entry.get().answer()));
  }

  private static StoredAnswer toStored(Answer answer) {
    return answer.body().length == 0
        ? new StoredAnswer(answer.status(), StoredAnswer.Kind.EMPTY, "")
        : StoredAnswer.json(answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /** Success and errors that trying again cannot change. */
  private static boolean isFinal(int status) {
    return status < 500
        && switch (status) {
          case 401, 403, 408, 419, 425, 429 -> false;
          default -> true;
        };
  }

  private void lock(ReentrantLock stripe) {
    try {
      if (stripe.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ServiceUnavailableException(
        "A request with the same idempotency key is being served, try again");
  }

  private static String canonical(String key) {
    try {
      if (key.length() == KEY_LENGTH) {
        return UUID.fromString(key).toString();
      }
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e, "Idempotency-Key is not a UUID: %s", key);
    }
    throw new BadRequestException("Idempotency-Key is not a UUID of 36 characters");
  }

  private static String fingerprint(String target, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(target.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(body);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
