package io.dolake.sql.session;

import io.dolake.sql.parse.Statement;
import java.util.Map;

/** First words of a statement's command tag. */
final class CommandTags {
  private static final Map<Class<? extends Statement>, String> TAGS =
      Map.ofEntries(
          Map.entry(Statement.Query.class, "SELECT"),
          Map.entry(Statement.Insert.class, "INSERT"),
          Map.entry(Statement.Update.class, "UPDATE"),
          Map.entry(Statement.Delete.class, "DELETE"),
          Map.entry(Statement.CreateTable.class, "CREATE TABLE"),
          Map.entry(Statement.CreateTableAs.class, "CREATE TABLE AS"),
          Map.entry(Statement.CreateIndex.class, "CREATE INDEX"),
          Map.entry(Statement.CreateView.class, "CREATE VIEW"),
          Map.entry(Statement.CreateTrigger.class, "CREATE TRIGGER"),
          Map.entry(Statement.CreateSequence.class, "CREATE SEQUENCE"),
          Map.entry(Statement.AlterSequence.class, "ALTER SEQUENCE"),
          Map.entry(Statement.RenameSequence.class, "ALTER SEQUENCE"),
          Map.entry(Statement.CreateSchema.class, "CREATE SCHEMA"),
          Map.entry(Statement.CreateExtension.class, "CREATE EXTENSION"),
          Map.entry(Statement.AlterTable.class, "ALTER TABLE"),
          Map.entry(Statement.RenameIndex.class, "ALTER INDEX"),
          Map.entry(Statement.Truncate.class, "TRUNCATE TABLE"),
          Map.entry(Statement.Begin.class, "BEGIN"),
          Map.entry(Statement.Commit.class, "COMMIT"),
          Map.entry(Statement.Rollback.class, "ROLLBACK"),
          Map.entry(Statement.Savepoint.class, "SAVEPOINT"),
          Map.entry(Statement.Release.class, "RELEASE"),
          Map.entry(Statement.Listen.class, "LISTEN"),
          Map.entry(Statement.Unlisten.class, "UNLISTEN"),
          Map.entry(Statement.Notify.class, "NOTIFY"),
          Map.entry(Statement.SetTransaction.class, "SET"),
          Map.entry(Statement.SetConstraints.class, "SET CONSTRAINTS"),
          Map.entry(Statement.Set.class, "SET"),
          Map.entry(Statement.Show.class, "SHOW"),
          Map.entry(Statement.Pragma.class, "PRAGMA"),
          Map.entry(Statement.Explain.class, "EXPLAIN"),
          Map.entry(Statement.Copy.class, "COPY"),
          Map.entry(Statement.Comment.class, "COMMENT"),
          Map.entry(Statement.Reindex.class, "REINDEX"),
          Map.entry(Statement.Analyze.class, "ANALYZE"));

  private CommandTags() {}

  static String of(Statement statement) {
    if (statement instanceof Statement.Drop drop) {
      return "DROP " + drop.kind();
    }
    if (statement instanceof Statement.SetOwner alter) {
      return "ALTER " + alter.kind();
    }
    if (statement instanceof Statement.Ignored ignored) {
      return ignored.tag();
    }
    if (statement instanceof Statement.Set set && set.values() == null) {
      return "RESET";
    }
    return TAGS.get(statement.getClass());
  }
}
