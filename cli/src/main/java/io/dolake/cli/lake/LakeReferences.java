package io.dolake.cli.lake;

import io.dolake.common.Lsn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds where a statement names lake tables: {@code lake.[<schema>.]<table> [FOR SYSTEM_TIME AS OF
 * <moment>]}, where a moment is {@code LSN n}, {@code TIMESTAMP '...'} or a plain string with an
 * ISO date and time (UTC unless it has an offset).
 */
final class LakeReferences {
  static final String LAKE = "lake";

  /** A table's name follows. */
  private static final Set<String> BEFORE_TABLE = Set.of("from", "join", "table", "into", "update");

  /** Within these parts of a query a name with dots is a column. */
  private static final Set<String> BEFORE_COLUMNS =
      Set.of("select", "where", "by", "having", "qualify", "set", "values", "returning", "limit");

  private static final Set<String> BEFORE_JOIN_CONDITION = Set.of("on");

  /** What may follow a table that gets no other name; any other word is its name. */
  private static final Set<String> AFTER_TABLE =
      Set.of(
          "anti",
          "asof",
          "cross",
          "except",
          "fetch",
          "for",
          "full",
          "group",
          "having",
          "inner",
          "intersect",
          "join",
          "lateral",
          "left",
          "limit",
          "natural",
          "offset",
          "on",
          "order",
          "outer",
          "pivot",
          "positional",
          "qualify",
          "returning",
          "right",
          "select",
          "semi",
          "set",
          "tablesample",
          "union",
          "unpivot",
          "using",
          "values",
          "where",
          "window");

  private final List<SqlToken> tokens;

  LakeReferences(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** In their order. */
  List<LakeReference> find() {
    List<LakeReference> references = new ArrayList<>();
    for (int i = 1; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isName(LAKE) && isPart(i + 1) && namesTable(i)) {
        references.add(reference(i));
      }
    }
    return references;
  }

  /** Whether a dot and a name stand here. */
  private boolean isPart(int index) {
    return index + 1 < tokens.size()
        && tokens.get(index).isSymbol('.')
        && tokens.get(index + 1).isName();
  }

  private boolean namesTable(int index) {
    SqlToken before = tokens.get(index - 1);
    return before.isKeyword(BEFORE_TABLE)
        || ((before.isSymbol(',') || before.isSymbol('(')) && isWithinFrom(index));
  }

  /** Looks back for the word that began this part of the query. */
  private boolean isWithinFrom(int index) {
    boolean afterComma = tokens.get(index - 1).isSymbol(',');
    int closed = 0;
    for (int i = index - 1; i >= 0; i--) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol(')')) {
        closed++;
      } else if (token.isSymbol('(') && closed > 0) {
        closed--;
      } else if (token.isSymbol('(')) {
        afterComma = i > 0 && tokens.get(i - 1).isSymbol(',');
      } else if (closed == 0 && token.isKeyword(BEFORE_TABLE)) {
        return true;
      } else if (closed == 0
          && (token.isKeyword(BEFORE_COLUMNS)
              // A comma ends the condition of a join.
              || (token.isKeyword(BEFORE_JOIN_CONDITION) && !afterComma))) {
        return false;
      }
    }
    return false;
  }

  private LakeReference reference(int index) {
    boolean hasSchema = isPart(index + 3);
    String schema = hasSchema ? tokens.get(index + 2).name() : TableDef.DEFAULT_SCHEMA;
    int last = index + (hasSchema ? 4 : 2);
    String name = tokens.get(last).name();
    AsOf asOf = AsOf.LATEST;
    if (isAsOf(last + 1)) {
      SqlToken first = tokens.get(last + 5);
      SqlToken second = last + 6 < tokens.size() ? tokens.get(last + 6) : first;
      asOf = moment(first, second);
      last += first.kind() == SqlToken.Kind.STRING ? 5 : 6;
    }
    return new LakeReference(
        new LakeTableName(schema, name),
        asOf,
        isNamed(last + 1) ? null : name,
        tokens.get(index).start(),
        tokens.get(last).end());
  }

  private boolean isAsOf(int index) {
    return index + 4 < tokens.size()
        && tokens.get(index).isName("for")
        && tokens.get(index + 1).isName("system_time")
        && tokens.get(index + 2).isName("as")
        && tokens.get(index + 3).isName("of");
  }

  /** Whether the statement gives a table another name here. */
  private boolean isNamed(int index) {
    return index < tokens.size()
        && tokens.get(index).isName()
        && !tokens.get(index).isKeyword(AFTER_TABLE);
  }

  private static AsOf moment(SqlToken first, SqlToken second) {
    if (first.kind() == SqlToken.Kind.STRING) {
      return time(first);
    }
    if (first.isName("timestamp") && second.kind() == SqlToken.Kind.STRING) {
      return time(second);
    }
    if (first.isName("lsn") && second.kind() == SqlToken.Kind.NUMBER) {
      return new AsOf.AtLsn(lsn(second));
    }
    throw new SqlException(
        ErrorCode.SYNTAX_ERROR,
        "AS OF needs a moment, not '" + first.text() + "'",
        "write AS OF TIMESTAMP '2026-01-31 12:00:00' or AS OF LSN 4711",
        first.start() + 1);
  }

  private static Lsn lsn(SqlToken token) {
    try {
      return new Lsn(Long.parseLong(token.text()));
    } catch (NumberFormatException e) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER,
          "'" + token.text() + "' is not an LSN",
          "an LSN is a whole number; dolake status shows the current one",
          token.start() + 1);
    }
  }

  private static AsOf.Time time(SqlToken token) {
    String text = token.stringValue().strip().replace(' ', 'T');
    List<Function<String, Instant>> forms =
        List.of(
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).toInstant(ZoneOffset.UTC),
            t -> LocalDate.parse(t).atStartOfDay().toInstant(ZoneOffset.UTC));
    for (Function<String, Instant> form : forms) {
      try {
        return new AsOf.Time(form.apply(text));
      } catch (DateTimeParseException e) {
        continue;
      }
    }
    throw new SqlException(
        ErrorCode.INVALID_DATETIME,
        "'" + token.stringValue() + "' is not a date and time",
        "write it as 2026-01-31 12:00:00, with an offset such as +01:00 or in UTC",
        token.start() + 1);
  }
}
