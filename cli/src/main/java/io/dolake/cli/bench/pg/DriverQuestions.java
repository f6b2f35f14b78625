package io.dolake.cli.bench.pg;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What programs ask through JDBC's DatabaseMetaData. */
final class DriverQuestions {
  private static final String TABLE = "t500";
  private static final String[] RELATIONS = {"TABLE", "VIEW"};

  private DriverQuestions() {}

  @FunctionalInterface
  private interface Call {
    ResultSet of(DatabaseMetaData metadata) throws SQLException;
  }

  static Map<String, Question> all() {
    Map<String, Question> questions = new LinkedHashMap<>();
    add(questions, "getTables, all", metadata -> metadata.getTables(null, null, "%", RELATIONS));
    add(questions, "getTables, one", metadata -> metadata.getTables(null, "public", TABLE, null));
    add(questions, "getColumns", metadata -> metadata.getColumns(null, "public", TABLE, "%"));
    add(questions, "getPrimaryKeys", metadata -> metadata.getPrimaryKeys(null, "public", TABLE));
    add(questions, "getImportedKeys", metadata -> metadata.getImportedKeys(null, "public", TABLE));
    add(questions, "getExportedKeys", metadata -> metadata.getExportedKeys(null, "public", TABLE));
    add(
        questions,
        "getIndexInfo",
        metadata -> metadata.getIndexInfo(null, "public", TABLE, false, true));
    add(
        questions,
        "getBestRowIdentifier",
        metadata ->
            metadata.getBestRowIdentifier(
                null, "public", TABLE, DatabaseMetaData.bestRowSession, true));
    add(questions, "getSchemas", DatabaseMetaData::getSchemas);
    add(questions, "getTypeInfo", DatabaseMetaData::getTypeInfo);
    add(questions, "getFunctions", metadata -> metadata.getFunctions(null, null, "%"));
    add(
        questions,
        "getTablePrivileges",
        metadata -> metadata.getTablePrivileges(null, "public", TABLE));
    return questions;
  }

  private static void add(Map<String, Question> questions, String name, Call call) {
    questions.put(
        "pgjdbc " + name,
        connection -> {
          try (ResultSet rows = call.of(connection.getMetaData())) {
            Question.readAll(rows);
          }
        });
  }
}
