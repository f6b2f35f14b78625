package io.dolake.sql.exec;

import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.SessionHost;
import io.dolake.sql.advisory.SessionAdvisoryLocks;
import io.dolake.sql.notify.SessionNotifications;
import io.dolake.sql.sequence.SessionSequences;
import java.time.ZoneId;
import java.util.List;

/** What functions such as {@code changes()} and {@code set_config()} see of the session. */
public interface SessionView {
  long lastInsertRowId();

  /** Rows changed by the last INSERT, UPDATE or DELETE. */
  long changes();

  /** Rows changed since the session began. */
  long totalChanges();

  String user();

  String database();

  /** Schemas that unqualified names are looked up in, first one first. */
  List<String> searchPath();

  /** Zone of TIMESTAMPTZ values turned to text. */
  ZoneId zone();

  /** Value of a setting as SHOW prints it, or null. */
  String setting(String name);

  /**
   * Sets a setting, as SET does, or for the rest of the transaction, as SET LOCAL does.
   *
   * @return its value now
   */
  String configure(String name, String value, boolean local);

  /** The program and the connection around the session. */
  SessionHost host();

  SessionAdvisoryLocks advisoryLocks();

  /** What the session listens on, and what its transaction tells others. */
  SessionNotifications notifications();

  /** Numbers of sequences. */
  SessionSequences sequences();

  /** Columns of a view; none when its query is no longer valid. */
  List<ResultColumn> columnsOf(ViewDef view);

  /**
   * Tables and views that a view reads when this is the search path; none when its query is not
   * valid then.
   */
  List<ViewSource> sourcesOf(ViewDef view, List<String> searchPath);
}
