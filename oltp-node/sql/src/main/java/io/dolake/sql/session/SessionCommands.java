package io.dolake.sql.session;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TransactionModes;
import io.dolake.sql.pgcatalog.Extensions;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Transaction control and settings. */
final class SessionCommands {
  private SessionCommands() {}

  /** The command, or null when the statement is none. */
  static SessionCommand of(Statement statement) {
    if (statement instanceof Statement.Begin begin) {
      return session -> {
        session.begin(begin.modes());
        return FinishedCursor.of("BEGIN");
      };
    }
    if (statement instanceof Statement.Commit) {
      return ending(Session::commit);
    }
    if (statement instanceof Statement.Rollback rollback) {
      return ending(session -> rollback(session, rollback));
    }
    if (statement instanceof Statement.Savepoint savepoint) {
      return session -> {
        session.savepoint(savepoint.name().getSimple());
        return FinishedCursor.of("SAVEPOINT");
      };
    }
    if (statement instanceof Statement.Release release) {
      return session -> session.release(release.name().getSimple());
    }
    if (statement instanceof Statement.SetTransaction set) {
      return session -> setTransaction(session, set);
    }
    if (statement instanceof Statement.SetConstraints set) {
      return session -> {
        session.deferConstraints(set.deferred());
        return FinishedCursor.of("SET CONSTRAINTS");
      };
    }
    if (statement instanceof Statement.Set set) {
      return session -> {
        session.settings().set(set.name(), set.values(), set.local());
        return FinishedCursor.of(CommandTags.of(set));
      };
    }
    if (statement instanceof Statement.Show show) {
      return show.name().equals("all") ? new ShowAll() : new ShowOne(show.name());
    }
    if (statement instanceof Statement.Listen listen) {
      return session -> listen(session, listen);
    }
    if (statement instanceof Statement.Unlisten unlisten) {
      return session -> unlisten(session, unlisten);
    }
    if (statement instanceof Statement.Notify notify) {
      return session -> announce(session, notify);
    }
    if (statement instanceof Statement.CreateExtension create) {
      return session -> {
        Extensions.require(create.name().getSimple());
        return FinishedCursor.of(CommandTags.of(create));
      };
    }
    if (statement instanceof Statement.Ignored) {
      return session -> FinishedCursor.of(CommandTags.of(statement));
    }
    return null;
  }

  private interface Ending {
    SqlCursor run(Session session);
  }

  /** A command that a failed transaction accepts. */
  private static SessionCommand ending(Ending ending) {
    return new SessionCommand() {
      @Override
      public boolean endsFailure() {
        return true;
      }

      @Override
      public SqlCursor run(Session session) {
        return ending.run(session);
      }
    };
  }

  private static SqlCursor rollback(Session session, Statement.Rollback rollback) {
    if (rollback.savepoint() == null) {
      session.rollback();
    } else {
      session.transaction().rollbackTo(rollback.savepoint().getSimple());
    }
    return FinishedCursor.of("ROLLBACK");
  }

  private static SqlCursor listen(Session session, Statement.Listen listen) {
    session.notifications().listen(listen.channel());
    return settled("LISTEN", session);
  }

  private static SqlCursor unlisten(Session session, Statement.Unlisten unlisten) {
    if (unlisten.channel() == null) {
      session.notifications().unlistenAll();
    } else {
      session.notifications().unlisten(unlisten.channel());
    }
    return settled("UNLISTEN", session);
  }

  private static SqlCursor announce(Session session, Statement.Notify notify) {
    session.notifications().notify(notify.channel(), notify.payload());
    return settled("NOTIFY", session);
  }

  private static SqlCursor settled(String command, Session session) {
    return new FinishedCursor(command, List.of(), List.of(), 0, session.settleNotifications());
  }

  private static SqlCursor setTransaction(Session session, Statement.SetTransaction set) {
    TransactionModes modes = set.modes();
    if (set.session()) {
      if (modes.isolation != null) {
        session
            .settings()
            .set(
                "default_transaction_isolation",
                List.of(SessionSettings.nameOf(modes.isolation)),
                false);
      }
      if (modes.readOnly != null) {
        session
            .settings()
            .set("default_transaction_read_only", List.of(modes.readOnly ? "on" : "off"), false);
      }
    } else if (session.transaction().isOpen()) {
      session.transaction().change(modes.isolation, modes.readOnly);
    }
    return FinishedCursor.of("SET");
  }

  /** Options of a transaction that was begun with these modes. */
  static TransactionOptions options(SessionSettings settings, TransactionModes modes) {
    return new TransactionOptions(
        modes.isolation == null ? settings.isolation() : modes.isolation,
        modes.readOnly == null ? settings.readOnly() : modes.readOnly,
        settings.lockTimeout());
  }

  private static final class ShowOne implements SessionCommand {
    private final String name;

    ShowOne(String name) {
      this.name = name;
    }

    @Override
    public List<ResultColumn> columns() {
      return List.of(new ResultColumn(name, ColumnType.TEXT, null, 0));
    }

    @Override
    public SqlCursor run(Session session) {
      String value = session.setting(name);
      if (value == null) {
        throw new DoLakeException(
            ErrorCode.UNDEFINED_OBJECT,
            "there is no setting \"" + name + "\"",
            "SHOW ALL lists the settings.");
      }
      return new FinishedCursor(
          "SHOW", columns(), List.<Object[]>of(new Object[] {value}), 1, FinishedCursor.DURABLE);
    }
  }

  private static final class ShowAll implements SessionCommand {
    @Override
    public List<ResultColumn> columns() {
      return List.of(
          new ResultColumn("name", ColumnType.TEXT, null, 0),
          new ResultColumn("setting", ColumnType.TEXT, null, 0));
    }

    @Override
    public SqlCursor run(Session session) {
      List<Object[]> rows = new ArrayList<>();
      for (Map.Entry<String, String> setting : session.settings().all().entrySet()) {
        rows.add(new Object[] {setting.getKey(), setting.getValue()});
      }
      return new FinishedCursor("SHOW", columns(), rows, rows.size(), FinishedCursor.DURABLE);
    }
  }
}
