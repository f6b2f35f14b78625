package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.TextEdits;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Schemas;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlLiteral;

/** The sequences that defaults of columns draw from, which they name by texts. */
final class SequenceNames {
  private SequenceNames() {}

  /** The default with the schemas of those sequences that the path does not reach. */
  static String qualified(Catalog catalog, String text, TableDef table, List<String> searchPath) {
    if (!mayDraw(text)) {
      return text;
    }
    TextEdits edits = new TextEdits(text);
    for (SqlLiteral literal : ExpressionContents.sequenceTexts(SqlParser.parseExpression(text))) {
      QualifiedName name = QualifiedName.parse(literal.getValueAs(String.class));
      Optional<SequenceRelation> sequence =
          name.schema() == null ? find(catalog, name, table, searchPath) : Optional.empty();
      if (sequence.isPresent() && !searchPath.contains(sequence.get().schema())) {
        int start = SqlParser.characterPosition(text, literal.getParserPosition()) - 1;
        edits.replaceName(start, literal(sequence.get()));
      }
    }
    return edits.apply();
  }

  private static String literal(SequenceRelation sequence) {
    String schema = PostgresNames.quoted(Schemas.shown(sequence.schema()));
    String name = schema + "." + PostgresNames.quoted(sequence.name());
    return "'" + name.replace("'", "''") + "'";
  }

  /** The sequences that a default draws from. */
  static List<SequenceRelation> in(Catalog catalog, String text, TableDef table) {
    if (!mayDraw(text)) {
      return List.of();
    }
    return ExpressionContents.sequenceNames(SqlParser.parseExpression(text)).stream()
        .map(QualifiedName::parse)
        .flatMap(name -> find(catalog, name, table, List.of()).stream())
        .toList();
  }

  /** Spares the parser most expressions. */
  private static boolean mayDraw(String text) {
    return text.toLowerCase(Locale.ROOT).contains("nextval");
  }

  private static Optional<SequenceRelation> find(
      Catalog catalog, QualifiedName name, TableDef table, List<String> searchPath) {
    return SequenceRelation.find(catalog, name, Schemas.pathInside(table.schema(), searchPath));
  }
}
