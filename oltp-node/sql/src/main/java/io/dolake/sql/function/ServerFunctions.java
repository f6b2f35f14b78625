package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SessionHost;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.pgcatalog.PostgresVersion;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import io.dolake.storage.LockWouldWaitException;
import io.dolake.storage.NonWaitingThread;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** PostgreSQL's functions about the server, its connections and the session's settings. */
final class ServerFunctions {
  private static final long BYTES_PER_STEP = 1024;
  private static final List<String> SIZE_UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

  /** How often a sleeping statement looks whether it was stopped. */
  private static final long STOP_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private ServerFunctions() {}

  static void register(FunctionRegistry registry) {
    registerFacts(registry);
    registerSettings(registry);
    registerConnections(registry);
    registerTransactions(registry);
    registry.volatileFunction(
        "pg_sleep", 1, 1, ColumnType.REAL, ColumnType.TEXT, ServerFunctions::sleep);
  }

  private static void registerFacts(FunctionRegistry registry) {
    registry.pure("version", 0, 0, ColumnType.TEXT, (args, frame) -> PostgresVersion.DESCRIPTION);
    registry.pure("pg_encoding_to_char", 1, 1, ColumnType.TEXT, (args, frame) -> "UTF8");
    registry.pure("pg_client_encoding", 0, 0, ColumnType.TEXT, (args, frame) -> "UTF8");
    registry.pure("pg_is_in_recovery", 0, 0, ColumnType.BOOLEAN, (args, frame) -> false);
    registry.pure("pg_relation_is_publishable", 1, 1, ColumnType.BOOLEAN, (args, frame) -> false);
    registry.pure("pg_my_temp_schema", 0, 0, ColumnType.INTEGER, (args, frame) -> 0L);
    registry.pure("pg_is_other_temp_schema", 1, 1, ColumnType.BOOLEAN, (args, frame) -> false);
    registry.pure("pg_size_pretty", 1, 1, ColumnType.TEXT, (args, frame) -> size(args[0]));
    for (String name : List.of("pg_postmaster_start_time", "pg_conf_load_time")) {
      registry.stable(
          name, 0, 0, ColumnType.TIMESTAMPTZ, (args, frame) -> host(frame).serverStart());
    }
  }

  private static void registerSettings(FunctionRegistry registry) {
    registry.stable(
        "current_setting",
        1,
        2,
        ColumnType.TEXT,
        (args, frame) ->
            args[0] == null ? null : frame.context().session().setting(TextForm.of(args[0])));
    registry.volatileFunction("set_config", 3, 3, ColumnType.TEXT, ServerFunctions::setConfig);
  }

  private static void registerConnections(FunctionRegistry registry) {
    registry.stable(
        "pg_backend_pid",
        0,
        0,
        ColumnType.INTEGER,
        (args, frame) -> (long) host(frame).processId());
    address(
        registry,
        "inet_client_addr",
        ColumnType.TEXT,
        SessionHost::clientAddress,
        ServerFunctions::ip);
    address(
        registry,
        "inet_client_port",
        ColumnType.INTEGER,
        SessionHost::clientAddress,
        ServerFunctions::port);
    address(
        registry,
        "inet_server_addr",
        ColumnType.TEXT,
        SessionHost::serverAddress,
        ServerFunctions::ip);
    address(
        registry,
        "inet_server_port",
        ColumnType.INTEGER,
        SessionHost::serverAddress,
        ServerFunctions::port);
    registry.volatileFunction(
        "pg_cancel_backend",
        1,
        1,
        ColumnType.INTEGER,
        ColumnType.BOOLEAN,
        (args, frame) -> args[0] == null ? null : host(frame).cancel(processId(args[0])));
    registry.volatileFunction(
        "pg_terminate_backend",
        1,
        2,
        ColumnType.INTEGER,
        ColumnType.BOOLEAN,
        (args, frame) -> args[0] == null ? null : host(frame).terminate(processId(args[0])));
  }

  private static void address(
      FunctionRegistry registry,
      String name,
      ColumnType type,
      Function<SessionHost, Optional<InetSocketAddress>> address,
      Function<InetSocketAddress, Object> part) {
    registry.stable(
        name, 0, 0, type, (args, frame) -> address.apply(host(frame)).map(part).orElse(null));
  }

  private static Object ip(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  private static Object port(InetSocketAddress address) {
    return (long) address.getPort();
  }

  private static int processId(Object value) {
    long number = Arithmetic.toLong(value);
    return number == (int) number ? (int) number : 0;
  }

  private static void registerTransactions(FunctionRegistry registry) {
    for (String name :
        List.of(
            "txid_current",
            "txid_current_if_assigned",
            "pg_current_xact_id",
            "pg_current_xact_id_if_assigned")) {
      registry.stable(
          name,
          0,
          0,
          ColumnType.INTEGER,
          (args, frame) -> frame.context().transaction().id().value());
    }
    registry.volatileFunction(
        "pg_export_snapshot",
        0,
        0,
        ColumnType.TEXT,
        (args, frame) -> {
          throw new DoLakeException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "snapshots are not shared between transactions",
              "Read everything in one transaction: run pg_dump without --jobs.");
        });
  }

  private static SessionHost host(Frame frame) {
    return frame.context().session().host();
  }

  private static Object setConfig(Object[] args, Frame frame) {
    if (args[0] == null) {
      throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "set_config() needs a setting's name");
    }
    String value = args[1] == null ? "" : TextForm.of(args[1]);
    return frame.context().session().configure(TextForm.of(args[0]), value, Values.isTrue(args[2]));
  }

  private static Object sleep(Object[] args, Frame frame) {
    if (args[0] == null) {
      return null;
    }
    if (NonWaitingThread.isCurrent()) {
      throw LockWouldWaitException.INSTANCE;
    }
    ExecutionContext context = frame.context();
    long end = System.nanoTime() + (long) (Arithmetic.toDouble(args[0]) * 1e9);
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        context.checkCanceled();
        TimeUnit.NANOSECONDS.sleep(Math.min(left, STOP_CHECK_NANOS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoLakeException(ErrorCode.QUERY_CANCELED, "canceled while sleeping");
    }
    return "";
  }

  private static String size(Object bytes) {
    if (bytes == null) {
      return null;
    }
    long amount = Arithmetic.toLong(bytes);
    int unit = 0;
    while (Math.abs(amount) >= 10 * BYTES_PER_STEP && unit < SIZE_UNITS.size() - 1) {
      amount = (amount + BYTES_PER_STEP / 2) / BYTES_PER_STEP;
      unit++;
    }
    return amount + " " + SIZE_UNITS.get(unit);
  }
}
