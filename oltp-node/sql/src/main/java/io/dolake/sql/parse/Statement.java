package io.dolake.sql.parse;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** A parsed statement. Absent clauses are null, absent lists empty. */
public sealed interface Statement {
  /** SELECT, VALUES, WITH and set operations. */
  record Query(SqlNode query) implements Statement {}

  /** A null source is DEFAULT VALUES; REPLACE INTO is INSERT OR REPLACE. */
  record Insert(
      SqlNodeList with,
      ConflictAction onViolation,
      SqlIdentifier table,
      SqlIdentifier alias,
      List<SqlIdentifier> columns,
      SqlNode source,
      List<Upsert> upserts,
      SqlNodeList returning)
      implements Statement {
    /** The same with another ON CONFLICT. */
    public Insert with(ConflictAction action) {
      return new Insert(with, action, table, alias, columns, source, upserts, returning);
    }
  }

  /** UPDATE. */
  record Update(
      SqlNodeList with,
      ConflictAction onViolation,
      SqlIdentifier table,
      SqlIdentifier alias,
      List<Assignment> assignments,
      SqlNode from,
      SqlNode where,
      SqlNodeList orderBy,
      SqlNode limit,
      SqlNode offset,
      SqlNodeList returning)
      implements Statement {
    /** The same with another ON CONFLICT. */
    public Update with(ConflictAction action) {
      return new Update(
          with, action, table, alias, assignments, from, where, orderBy, limit, offset, returning);
    }
  }

  /** DELETE. */
  record Delete(
      SqlNodeList with,
      SqlIdentifier table,
      SqlIdentifier alias,
      SqlNode using,
      SqlNode where,
      SqlNodeList orderBy,
      SqlNode limit,
      SqlNode offset,
      SqlNodeList returning)
      implements Statement {}

  /** What makes an object that may be temporary. */
  sealed interface Create extends Statement {
    boolean temporary();

    SqlIdentifier name();
  }

  /** CREATE TABLE with columns. */
  record CreateTable(
      boolean temporary, boolean ifNotExists, SqlIdentifier name, TableBody body, String text)
      implements Create {}

  /** CREATE TABLE AS. */
  record CreateTableAs(
      boolean temporary,
      boolean ifNotExists,
      SqlIdentifier name,
      List<SqlIdentifier> columnNames,
      SqlNode query,
      boolean withData)
      implements Create {}

  /** The name is null where PostgreSQL would make one up. */
  record CreateIndex(
      boolean unique,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlIdentifier table,
      List<IndexedColumn> columns,
      SqlText where,
      String text)
      implements Statement {}

  /** CREATE VIEW. */
  record CreateView(
      boolean orReplace,
      boolean temporary,
      boolean ifNotExists,
      SqlIdentifier name,
      List<SqlIdentifier> columnNames,
      SqlNode query,
      String text)
      implements Create {}

  /**
   * CREATE TRIGGER.
   *
   * @param columns of UPDATE OF; empty for any
   * @param body text of each statement
   */
  record CreateTrigger(
      boolean temporary,
      boolean ifNotExists,
      SqlIdentifier name,
      TriggerTiming timing,
      TriggerEvent event,
      List<SqlIdentifier> columns,
      SqlIdentifier relation,
      SqlText when,
      List<String> body,
      String text)
      implements Create {}

  /** CREATE SCHEMA. */
  record CreateSchema(boolean ifNotExists, SqlIdentifier name) implements Statement {}

  /** CREATE EXTENSION. */
  record CreateExtension(SqlIdentifier name) implements Statement {}

  /** CREATE SEQUENCE. */
  record CreateSequence(
      boolean temporary,
      boolean ifNotExists,
      SqlIdentifier name,
      SequenceOptions options,
      String text)
      implements Statement {}

  /** ALTER SEQUENCE with options. */
  record AlterSequence(boolean ifExists, SqlIdentifier name, SequenceOptions options)
      implements Statement {}

  /** ALTER SEQUENCE ... RENAME TO. */
  record RenameSequence(boolean ifExists, SqlIdentifier name, SqlIdentifier newName)
      implements Statement {}

  /** What DROP drops. */
  enum DropKind {
    TABLE,
    INDEX,
    VIEW,
    SCHEMA,
    SEQUENCE,
    TRIGGER
  }

  /** DROP. */
  record Drop(DropKind kind, boolean ifExists, List<SqlIdentifier> names, boolean cascade)
      implements Statement {}

  /** ALTER TABLE. */
  record AlterTable(boolean ifExists, SqlIdentifier table, List<AlterAction> actions)
      implements Statement {}

  /** What can be given an owner, beside tables. */
  enum OwnedKind {
    SCHEMA,
    VIEW,
    SEQUENCE
  }

  /** ALTER ... OWNER TO. */
  record SetOwner(OwnedKind kind, boolean ifExists, SqlIdentifier name) implements Statement {}

  /** ALTER INDEX ... RENAME TO. */
  record RenameIndex(boolean ifExists, SqlIdentifier index, SqlIdentifier newName)
      implements Statement {}

  /** TRUNCATE. */
  record Truncate(List<SqlIdentifier> tables, boolean cascade) implements Statement {}

  /** BEGIN and START TRANSACTION. */
  record Begin(TransactionModes modes) implements Statement {}

  /** COMMIT and END. */
  record Commit() implements Statement {}

  /** ROLLBACK; with a savepoint ROLLBACK TO. */
  record Rollback(SqlIdentifier savepoint) implements Statement {}

  /** SAVEPOINT. */
  record Savepoint(SqlIdentifier name) implements Statement {}

  /** RELEASE. */
  record Release(SqlIdentifier name) implements Statement {}

  /** SET TRANSACTION, or SET SESSION CHARACTERISTICS for later transactions. */
  record SetTransaction(TransactionModes modes, boolean session) implements Statement {}

  /** SET CONSTRAINTS ALL. */
  record SetConstraints(boolean deferred) implements Statement {}

  /** SET and RESET; null values restore the default, the name {@code all} those of every one. */
  record Set(String name, List<String> values, boolean local) implements Statement {}

  /** SHOW; the name {@code all} lists every setting. */
  record Show(String name) implements Statement {}

  /** PRAGMA; a null value asks. */
  record Pragma(SqlIdentifier name, String value) implements Statement {}

  /** EXPLAIN. */
  record Explain(boolean analyze, Statement statement) implements Statement {}

  /** COPY: of a table or, only to the client, of a statement's text. */
  record Copy(
      SqlIdentifier table,
      List<SqlIdentifier> columns,
      String query,
      boolean fromClient,
      Map<String, String> options)
      implements Statement {}

  /** COMMENT ON; a null text removes it. */
  record Comment(boolean column, SqlIdentifier name, String text) implements Statement {}

  /** ANALYZE; a null name means all tables. */
  record Analyze(SqlIdentifier table) implements Statement {}

  /** REINDEX of a table, an index or a collation; a null name means everything. */
  record Reindex(SqlIdentifier name) implements Statement {}

  /** LISTEN. */
  record Listen(String channel) implements Statement {}

  /** UNLISTEN; a null channel means all. */
  record Unlisten(String channel) implements Statement {}

  /** NOTIFY. */
  record Notify(String channel, String payload) implements Statement {}

  /** A statement that has nothing to do here and is answered with its tag. */
  record Ignored(String tag) implements Statement {}
}
