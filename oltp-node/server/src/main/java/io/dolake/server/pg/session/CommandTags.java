package io.dolake.server.pg.session;

/** Command tags as PostgreSQL words them. */
final class CommandTags {
  private CommandTags() {}

  /** Tag of a statement that has run. */
  static String of(String command, long rowCount) {
    return switch (command) {
      case "SELECT", "UPDATE", "DELETE", "MERGE", "FETCH", "MOVE", "COPY" ->
          command + ' ' + rowCount;
      case "INSERT", "REPLACE" -> "INSERT 0 " + rowCount;
      case "VALUES", "WITH", "TABLE", "PRAGMA", "CREATE TABLE AS" -> "SELECT " + rowCount;
      case "TRUNCATE" -> "TRUNCATE TABLE";
      case "END" -> "COMMIT";
      case "START" -> "START TRANSACTION";
      default -> command;
    };
  }

  static boolean startsTransaction(String command) {
    return command.equals("BEGIN") || command.startsWith("START");
  }

  static boolean endsTransaction(String command) {
    return command.equals("COMMIT")
        || command.equals("END")
        || command.equals("ROLLBACK")
        || command.equals("ABORT");
  }

  /** Statements that only change the session, which take no time on any thread. */
  static boolean isSessionControl(String command) {
    return startsTransaction(command)
        || endsTransaction(command)
        || command.equals("SAVEPOINT")
        || command.equals("RELEASE")
        || command.equals("SET")
        || command.equals("SHOW")
        || command.equals("RESET")
        || command.equals("LISTEN")
        || command.equals("UNLISTEN")
        || command.equals("NOTIFY");
  }

  /** Statements that do not run inside a transaction of several statements. */
  static boolean runsAlone(String command) {
    return command.equals("VACUUM")
        || command.equals("PRAGMA")
        || command.equals("DISCARD ALL")
        || command.equals("DECLARE CURSOR")
        || command.endsWith(" ROLE");
  }
}
