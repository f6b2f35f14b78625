package io.dolake.server.pg.statement;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code COPY table [(columns)] FROM STDIN} or {@code COPY table|(query) TO STDOUT}.
 *
 * @param schema null when the table was named without one
 * @param table null for a query
 * @param columns empty for all
 * @param query text of the query, or null
 */
public record CopyStatement(
    boolean fromClient,
    String schema,
    String table,
    List<String> columns,
    String query,
    CopyOptions options)
    implements ServerStatement {

  static CopyStatement parse(SqlScanner in) {
    in.expectWord("copy");
    boolean legacyBinary = in.skipWord("binary");
    String schema = null;
    String table = null;
    String query = null;
    List<String> columns = List.of();
    if (in.isSymbol('(')) {
      query = parenthesised(in);
    } else {
      table = in.expectName();
      if (in.skipSymbol('.')) {
        schema = table;
        table = in.expectName();
      }
      if (in.isSymbol('(')) {
        columns = names(in);
      }
    }
    boolean fromClient = in.skipWord("from");
    if (!fromClient) {
      in.expectWord("to");
    }
    if (fromClient && query != null) {
      throw in.error("COPY FROM needs a table");
    }
    expectClientSide(in, fromClient ? "stdin" : "stdout");
    CopyOptions options = CopyOptions.parse(in, legacyBinary);
    return new CopyStatement(fromClient, schema, table, columns, query, options);
  }

  @Override
  public String command() {
    return "COPY";
  }

  /** Text of the query whose rows COPY TO sends. */
  public String sourceQuery() {
    if (query != null) {
      return query;
    }
    String list =
        columns.isEmpty()
            ? "*"
            : String.join(", ", columns.stream().map(CopyStatement::quoted).toList());
    return "SELECT "
        + list
        + " FROM "
        + (schema == null ? "" : quoted(schema) + ".")
        + quoted(table);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static void expectClientSide(SqlScanner in, String keyword) {
    if (in.kind() == SqlScanner.Kind.STRING || in.isWord("program")) {
      throw new DoLakeException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "COPY to or from files and programs of the server is not allowed",
          "Use COPY " + keyword.toUpperCase(Locale.ROOT) + ", or psql's \\copy.");
    }
    in.expectWord(keyword);
  }

  static List<String> names(SqlScanner in) {
    List<String> names = new ArrayList<>();
    in.expectSymbol('(');
    do {
      names.add(in.expectName());
    } while (in.skipSymbol(','));
    in.expectSymbol(')');
    return names;
  }

  private static String parenthesised(SqlScanner in) {
    in.expectSymbol('(');
    int from = in.offset();
    for (int depth = 1; ; in.advance()) {
      if (in.kind() == SqlScanner.Kind.END) {
        throw in.error("expected ')'");
      }
      if (in.isSymbol('(')) {
        depth++;
      } else if (in.isSymbol(')') && --depth == 0) {
        break;
      }
    }
    String query = in.textSince(from);
    in.expectSymbol(')');
    return query;
  }
}
