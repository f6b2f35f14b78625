package io.dolake.sql.ddl;

import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.SequenceOptions;
import io.dolake.sql.parse.SequenceOptions.Option;
import io.dolake.sql.sequence.SequencePosition;
import io.dolake.sql.statement.Planning;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes definitions of sequences of what was declared, by PostgreSQL's rules. */
final class SequenceBuilder {
  /** The range of a type. */
  private record Range(String type, long minimum, long maximum) {
    private static final Range SMALLINT = new Range("smallint", Short.MIN_VALUE, Short.MAX_VALUE);
    private static final Range INTEGER = new Range("integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final Range BIGINT = new Range("bigint", Long.MIN_VALUE, Long.MAX_VALUE);

    /** Null if there is no such type. */
    static Range of(String type) {
      return switch (type.toLowerCase(Locale.ROOT)) {
        case "smallint", "int2" -> SMALLINT;
        case "integer", "int", "int4" -> INTEGER;
        case "bigint", "int8" -> BIGINT;
        default -> null;
      };
    }

    long first(boolean up) {
      return up ? 1 : minimum;
    }

    long last(boolean up) {
      return up ? maximum : -1;
    }
  }

  private final DdlContext context;
  private final SequenceOptions options;
  private final SqlIdentifier at;

  SequenceBuilder(DdlContext context, SequenceOptions options, SqlIdentifier at) {
    this.context = context;
    this.options = options;
    this.at = at;
  }

  /** The definition of a new sequence. */
  SequenceDef create() {
    if (options.has(Option.RESTART)) {
      throw context.error(
          ErrorCode.SYNTAX_ERROR, "RESTART is for ALTER SEQUENCE: use START WITH", at);
    }
    Range range = range("bigint");
    boolean up = options.number(Option.INCREMENT, 1) > 0;
    long minimum = options.number(Option.MINVALUE, range.first(up));
    long maximum = options.number(Option.MAXVALUE, range.last(up));
    long start = options.number(Option.START, up ? minimum : maximum);
    return definition(range, start, 1, minimum, maximum, 1, false, null);
  }

  /** The next definition of a sequence. */
  SequenceDef alter(SequenceDef before) {
    Range range = range(before.dataType());
    Range old = Range.of(before.dataType());
    boolean up = options.number(Option.INCREMENT, before.increment()) > 0;
    // NO MINVALUE means the type's, and so do bounds that came from the old type.
    boolean minimumOfType =
        options.has(Option.MINVALUE)
            || (options.has(Option.TYPE) && before.minimum() == old.first(up));
    boolean maximumOfType =
        options.has(Option.MAXVALUE)
            || (options.has(Option.TYPE) && before.maximum() == old.last(up));
    long minimum =
        options.number(Option.MINVALUE, minimumOfType ? range.first(up) : before.minimum());
    long maximum =
        options.number(Option.MAXVALUE, maximumOfType ? range.last(up) : before.maximum());
    return definition(
        range,
        options.number(Option.START, before.start()),
        before.increment(),
        minimum,
        maximum,
        before.cache(),
        before.cycle(),
        before.owner());
  }

  /** Where an altered sequence goes on: where it was, unless it is to RESTART. */
  SequencePosition position(SequenceDef definition, SequencePosition before) {
    boolean restart = options.has(Option.RESTART);
    long value = restart ? options.number(Option.RESTART, definition.start()) : before.value();
    requireWithin("RESTART", value, definition.minimum(), definition.maximum());
    return restart ? SequencePosition.before(value) : before;
  }

  private Range range(String defaultType) {
    String type = options.type() == null ? defaultType : Planning.last(options.type());
    Range range = Range.of(type);
    if (range == null) {
      throw context.error(
          ErrorCode.INVALID_PARAMETER,
          "sequence type must be smallint, integer, or bigint, not " + type,
          options.type());
    }
    return range;
  }

  private SequenceDef definition(
      Range range,
      long start,
      long oldIncrement,
      long minimum,
      long maximum,
      long oldCache,
      boolean oldCycle,
      SequenceDef.Owner oldOwner) {
    long increment = options.number(Option.INCREMENT, oldIncrement);
    long cache = options.number(Option.CACHE, oldCache);
    if (increment == 0) {
      throw invalid("INCREMENT must not be zero");
    }
    requireInType("MINVALUE", minimum, range);
    requireInType("MAXVALUE", maximum, range);
    if (minimum >= maximum) {
      throw invalid("MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
    }
    requireWithin("START", start, minimum, maximum);
    if (cache < 1) {
      throw invalid("CACHE (" + cache + ") must be greater than zero");
    }
    return new SequenceDef(
        range.type(),
        start,
        increment,
        minimum,
        maximum,
        cache,
        options.cycle(oldCycle),
        options.has(Option.OWNER) ? owner() : oldOwner);
  }

  private SequenceDef.Owner owner() {
    SqlIdentifier owner = options.owner();
    if (owner == null) {
      return null;
    }
    List<String> names = owner.names;
    if (names.size() < 2) {
      throw context.error(ErrorCode.SYNTAX_ERROR, "OWNED BY takes table.column or NONE", owner);
    }
    TableDef table =
        context
            .planning()
            .table(new SqlIdentifier(names.subList(0, names.size() - 1), SqlParserPos.ZERO));
    int ordinal = context.planning().column(table, owner);
    return new SequenceDef.Owner(table.id().value(), table.columns().get(ordinal).id());
  }

  private void requireInType(String bound, long value, Range range) {
    if (value < range.minimum() || value > range.maximum()) {
      throw invalid(
          bound + " (" + value + ") is out of range for sequence data type " + range.type());
    }
  }

  private void requireWithin(String what, long value, long minimum, long maximum) {
    if (value < minimum) {
      throw invalid(what + " value (" + value + ") cannot be less than MINVALUE (" + minimum + ")");
    }
    if (value > maximum) {
      throw invalid(
          what + " value (" + value + ") cannot be greater than MAXVALUE (" + maximum + ")");
    }
  }

  private SqlException invalid(String problem) {
    return context.error(ErrorCode.INVALID_PARAMETER, problem, at);
  }
}
