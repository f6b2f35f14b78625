package io.dolake.common.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;

/**
 * Errors on the wire: a gRPC status for those who know nothing of us, and trailers with the stable
 * code, its SQLSTATE and the hint for those who do.
 */
public final class FeedErrors {
  static final Metadata.Key<String> CODE =
      Metadata.Key.of("dolake-code", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> SQL_STATE =
      Metadata.Key.of("dolake-sqlstate", Metadata.ASCII_STRING_MARSHALLER);
  // Binary, because hints are sentences that may quote names of any script.
  static final Metadata.Key<byte[]> HINT =
      Metadata.Key.of("dolake-hint-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private FeedErrors() {}

  /** What the node answers instead of throwing. */
  public static StatusRuntimeException toStatus(DoLakeException error) {
    Metadata trailers = new Metadata();
    trailers.put(CODE, error.code().name());
    trailers.put(SQL_STATE, error.code().sqlState());
    error.hint().ifPresent(hint -> trailers.put(HINT, hint.getBytes(StandardCharsets.UTF_8)));
    return statusOf(error.code())
        .withDescription(error.getMessage())
        .withCause(error)
        .asRuntimeException(trailers);
  }

  /**
   * What a caller makes of a failed call. Failures without our code are told apart by their gRPC
   * status: those of the connection become CONNECTION_FAILURE, which passes.
   */
  public static DoLakeException fromStatus(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    Metadata trailers = Status.trailersFromThrowable(failure);
    String description =
        status.getDescription() != null ? status.getDescription() : status.getCode().name();
    if (trailers != null && trailers.containsKey(CODE)) {
      byte[] hint = trailers.get(HINT);
      return new DoLakeException(
          codeNamed(trailers.get(CODE)),
          description,
          hint == null ? null : new String(hint, StandardCharsets.UTF_8),
          failure);
    }
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED ->
          new DoLakeException(
              ErrorCode.CONNECTION_FAILURE,
              "change feed cannot be reached: " + rootMessage(status, description),
              "Check that the node runs and its feed.port is reachable.",
              failure);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new DoLakeException(ErrorCode.INVALID_AUTHORIZATION, description, null, failure);
      case UNIMPLEMENTED ->
          new DoLakeException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "the server does not speak this version of the change feed: " + description,
              "Check that the address is that of a node's feed.port.",
              failure);
      default ->
          new DoLakeException(
              ErrorCode.INTERNAL_ERROR, "change feed failed: " + description, null, failure);
    };
  }

  private static String rootMessage(Status status, String description) {
    Throwable cause = status.getCause();
    return cause == null || cause.getMessage() == null
        ? description
        : description + " (" + cause.getMessage() + ")";
  }

  private static ErrorCode codeNamed(String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return ErrorCode.INTERNAL_ERROR; // told by a newer node
  }

  private static Status statusOf(ErrorCode code) {
    return switch (code) {
      case UNDEFINED_TABLE, UNDEFINED_OBJECT, SLOT_UNDEFINED, SCHEMA_VERSION_UNKNOWN ->
          Status.NOT_FOUND;
      case SLOT_DUPLICATE -> Status.ALREADY_EXISTS;
      case SLOT_LOST, LSN_REMOVED -> Status.DATA_LOSS;
      case LSN_IN_FUTURE -> Status.OUT_OF_RANGE;
      case SLOT_IN_USE -> Status.FAILED_PRECONDITION;
      case INVALID_AUTHORIZATION, INVALID_PASSWORD -> Status.UNAUTHENTICATED;
      case INSUFFICIENT_PRIVILEGE -> Status.PERMISSION_DENIED;
      case INVALID_PARAMETER, PROTOCOL_VIOLATION -> Status.INVALID_ARGUMENT;
      case TOO_MANY_CONNECTIONS, PROGRAM_LIMIT_EXCEEDED -> Status.RESOURCE_EXHAUSTED;
      case SHUTTING_DOWN, STORE_CLOSED, CONNECTION_FAILURE -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
