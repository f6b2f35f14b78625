package io.dolake.sql.function;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.pgcatalog.ObjectText;
import io.dolake.sql.pgcatalog.PostgresNames;
import io.dolake.sql.sequence.SequencePosition;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.sequence.SessionSequences;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.types.Cast;
import io.dolake.sql.types.Values;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's functions on sequences. */
final class SequenceFunctions {
  private SequenceFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.volatileFunction("nextval", 1, 1, ColumnType.INTEGER, SequenceFunctions::next);
    registry.volatileFunction("currval", 1, 1, ColumnType.INTEGER, SequenceFunctions::current);
    registry.volatileFunction("setval", 2, 3, ColumnType.INTEGER, SequenceFunctions::set);
    registry.volatileFunction(
        "lastval", 0, 0, ColumnType.INTEGER, (args, frame) -> sequences(frame).last());
    registry.volatileFunction(
        "pg_sequence_last_value", 1, 1, ColumnType.INTEGER, SequenceFunctions::lastValue);
    registry.stable(
        "pg_get_serial_sequence", 2, 2, ColumnType.TEXT, SequenceFunctions::serialSequence);
  }

  private static Object next(Object[] args, Frame frame) {
    return args[0] == null
        ? null
        : sequences(frame).next(frame.context().transaction(), sequence(args[0], frame));
  }

  private static Object current(Object[] args, Frame frame) {
    return args[0] == null ? null : sequences(frame).current(sequence(args[0], frame));
  }

  private static Object set(Object[] args, Frame frame) {
    if (args[0] == null || args[1] == null || (args.length > 2 && args[2] == null)) {
      return null;
    }
    long value = (Long) Cast.to(ColumnType.INTEGER, args[1]);
    boolean called = args.length < 3 || Values.isTrue(Cast.to(ColumnType.BOOLEAN, args[2]));
    sequences(frame)
        .set(
            frame.context().transaction(),
            sequence(args[0], frame),
            new SequencePosition(value, called));
    return value;
  }

  private static Object lastValue(Object[] args, Frame frame) {
    if (args[0] == null) {
      return null;
    }
    SequencePosition position =
        sequences(frame).state(frame.context().transaction(), sequence(args[0], frame)).position();
    return position.called() ? position.value() : null;
  }

  private static Object serialSequence(Object[] args, Frame frame) {
    if (args[0] == null || args[1] == null) {
      return null;
    }
    TableDef table = table(args[0].toString(), frame);
    int ordinal = table.ordinalOf(args[1].toString());
    if (ordinal < 0) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_COLUMN,
          "column \"" + args[1] + "\" of table \"" + table.name() + "\" does not exist");
    }
    return SequenceRelation.ofColumn(catalog(frame), table, table.columns().get(ordinal))
        .map(
            found ->
                PostgresNames.quoted(Schemas.shown(found.schema()))
                    + '.'
                    + PostgresNames.quoted(found.name()))
        .orElse(null);
  }

  private static TableDef table(String text, Frame frame) {
    Long oid = ObjectText.requiredRelationId(catalog(frame), text, searchPath(frame));
    return ObjectText.table(catalog(frame), oid)
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.UNDEFINED_TABLE, "table \"" + text + "\" does not exist"));
  }

  /** A sequence by its name or, as a regclass, by its number. */
  private static SequenceRelation sequence(Object name, Frame frame) {
    Optional<SequenceRelation> found =
        name instanceof Number oid
            ? ObjectText.sequence(catalog(frame), oid.longValue())
            : SequenceRelation.find(
                catalog(frame), QualifiedName.parse(name.toString()), searchPath(frame));
    if (found.isPresent()) {
      return found.get();
    }
    boolean relation =
        name instanceof Number
            || ObjectText.relationId(catalog(frame), name.toString(), searchPath(frame)) != null;
    throw relation
        ? new DoLakeException(ErrorCode.DATATYPE_MISMATCH, "\"" + name + "\" is not a sequence")
        : new DoLakeException(
            ErrorCode.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
  }

  private static SessionSequences sequences(Frame frame) {
    return frame.context().session().sequences();
  }

  private static Catalog catalog(Frame frame) {
    return frame.context().transaction().catalog();
  }

  private static List<String> searchPath(Frame frame) {
    return frame.context().session().searchPath();
  }
}
