package io.dolake.catalog.commit;

import java.util.Optional;

/**
 * Who asks for a mutation.
 *
 * @param principal the authenticated principal
 * @param requestId name of the request in logs
 * @param idempotency the request's idempotency key, if it carries one
 */
public record Caller(String principal, String requestId, Optional<IdempotentRequest> idempotency) {}
