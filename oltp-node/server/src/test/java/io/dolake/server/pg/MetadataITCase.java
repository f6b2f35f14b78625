package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pgjdbc's DatabaseMetaData says about a small schema. */
class MetadataITCase {
  @TempDir static Path directory;
  private static TestNode node;
  private static Connection connection;
  private static DatabaseMetaData metadata;

  @BeforeAll
  static void start() throws SQLException {
    node = TestNode.start(directory);
    connection = node.connect();
    metadata = connection.getMetaData();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE author (id BIGINT, country VARCHAR(2), name TEXT NOT NULL, PRIMARY KEY"
              + " (country, id))");
      statement.execute(
          "CREATE TABLE book (isbn TEXT PRIMARY KEY, price DECIMAL(8,2) DEFAULT 1, author_country"
              + " VARCHAR(2), author_id BIGINT, FOREIGN KEY (author_country, author_id) REFERENCES"
              + " author (country, id) ON DELETE CASCADE)");
      statement.execute("CREATE INDEX book_price ON book (price)");
      statement.execute("CREATE VIEW cheap AS SELECT isbn FROM book WHERE price < 5");
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    node.close();
  }

  private static List<String> rows(ResultSet result, String... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
          values.add(result.getString(column));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }

  @Test
  void tablesAndViews() throws SQLException {
    assertThat(
            rows(
                metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}),
                "TABLE_NAME",
                "TABLE_TYPE"))
        .containsExactlyInAnyOrder("author TABLE", "book TABLE", "cheap VIEW");
  }

  @Test
  void columnsWithTypesAndNullability() throws SQLException {
    assertThat(
            rows(
                metadata.getColumns(null, null, "book", "%"),
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "IS_NULLABLE",
                "COLUMN_DEF"))
        .containsExactly(
            "isbn text 2147483647 0 NO null",
            "price numeric 8 2 YES 1",
            "author_country varchar 2 0 YES null",
            "author_id int8 19 0 YES null");
  }

  @Test
  void keysInTheirOrder() throws SQLException {
    assertThat(
            rows(
                metadata.getPrimaryKeys(null, null, "author"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
        .containsExactlyInAnyOrder("country 1 author_pkey", "id 2 author_pkey");
    List<String> expected = List.of("country author_country 1 0", "id author_id 2 0");
    String[] columns = {"PKCOLUMN_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "DELETE_RULE"};
    assertThat(rows(metadata.getImportedKeys(null, null, "book"), columns)).isEqualTo(expected);
    assertThat(rows(metadata.getExportedKeys(null, null, "author"), columns)).isEqualTo(expected);
  }

  @Test
  void indexes() throws SQLException {
    assertThat(
            rows(
                metadata.getIndexInfo(null, null, "book", false, false),
                "INDEX_NAME",
                "COLUMN_NAME",
                "ORDINAL_POSITION"))
        .containsExactlyInAnyOrder("book_pkey isbn 1", "book_price price 1");
  }

  @Test
  void namesOfObjectsAreNames() throws SQLException {
    try (Statement statement = metadata.getConnection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT nspname, array_agg(relname ORDER BY relname), relname::text, table_name,"
                    + " current_schema(), current_schemas(false) FROM pg_class JOIN pg_namespace n"
                    + " ON n.oid = relnamespace JOIN information_schema.tables ON table_name ="
                    + " relname WHERE relname = 'author' GROUP BY 1, 3, 4")) {
      assertThat(row.next()).isTrue();
      ResultSetMetaData types = row.getMetaData();
      assertThat(types.getColumnTypeName(1)).isEqualTo("name");
      assertThat(types.getColumnTypeName(2)).isEqualTo("_name");
      assertThat(types.getColumnTypeName(3)).isEqualTo("text");
      assertThat(types.getColumnTypeName(4)).isEqualTo("name");
      assertThat(types.getColumnTypeName(5)).isEqualTo("name");
      assertThat(types.getColumnTypeName(6)).isEqualTo("_name");
      assertThat(row.getString(1)).isEqualTo("public");
      assertThat((String[]) row.getArray(2).getArray()).containsExactly("author");
      assertThat(row.getString(5)).isEqualTo("public");
      assertThat((String[]) row.getArray(6).getArray()).containsExactly("public");
    }
  }

  @Test
  void schemasTypesAndBestRowIdentifier() throws SQLException {
    assertThat(rows(metadata.getSchemas(), "TABLE_SCHEM")).contains("public", "pg_catalog");
    assertThat(rows(metadata.getTypeInfo(), "TYPE_NAME")).contains("int8", "numeric", "uuid");
    assertThat(
            rows(
                metadata.getBestRowIdentifier(
                    null, null, "author", DatabaseMetaData.bestRowSession, true),
                "COLUMN_NAME"))
        .containsExactlyInAnyOrder("country", "id");
  }

  @Test
  void resultColumnsKnowTheirTable() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT price, isbn AS code FROM book")) {
      ResultSetMetaData columns = result.getMetaData();
      assertThat(columns.getColumnTypeName(1)).isEqualTo("numeric");
      assertThat(columns.getPrecision(1)).isEqualTo(8);
      assertThat(columns.getColumnLabel(2)).isEqualTo("code");
      assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNoNulls);
    }
  }
}
