package io.dolake.sql.statement;

import io.dolake.sql.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

/** Tells what a parsed expression is made of, before anything in it is resolved. */
public final class ExpressionContents {
  private static final Set<String> RANDOM =
      Set.of(
          "random",
          "randomblob",
          "gen_random_uuid",
          "uuid_generate_v4",
          "nextval",
          "currval",
          "setval",
          "lastval");

  private ExpressionContents() {}

  public static boolean hasQuery(SqlNode expression) {
    return contains(expression, ExpressionContents::isQuery);
  }

  /** Whether a call gives another result each time. */
  public static boolean isRandom(SqlNode expression) {
    return contains(expression, call -> RANDOM.contains(nameOf(call)));
  }

  /** Whether it aggregates rows of the query it stands in; subqueries are on their own. */
  public static boolean hasAggregate(SqlNode expression) {
    FunctionRegistry functions = FunctionRegistry.shared();
    return contains(
        expression,
        call ->
            !isQuery(call)
                && functions.aggregate(nameOf(call)) != null
                && functions.scalar(nameOf(call), call.operandCount()) == null);
  }

  /** Names without qualifier, in lower case. */
  public static Set<String> names(SqlNode expression) {
    Set<String> names = new TreeSet<>();
    expression.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlIdentifier identifier) {
            names.add(Planning.last(identifier).toLowerCase(Locale.ROOT));
            return null;
          }
        });
    return names;
  }

  /** Names of sequences, as texts, that calls of nextval() in it give. */
  public static List<String> sequenceNames(SqlNode expression) {
    return sequenceTexts(expression).stream()
        .map(literal -> literal.getValueAs(String.class))
        .toList();
  }

  /** The texts that name sequences in calls of nextval(). */
  public static List<SqlLiteral> sequenceTexts(SqlNode expression) {
    List<SqlLiteral> texts = new ArrayList<>();
    expression.accept(
        new SqlBasicVisitor<Void>() {
          private boolean inNextval;

          @Override
          public Void visit(SqlCall call) {
            boolean outside = inNextval;
            inNextval |= nameOf(call).equals("nextval");
            super.visit(call);
            inNextval = outside;
            return null;
          }

          @Override
          public Void visit(SqlLiteral literal) {
            if (inNextval && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())) {
              texts.add(literal);
            }
            return null;
          }
        });
    return texts;
  }

  private static boolean isQuery(SqlCall call) {
    return call.getKind().belongsTo(SqlKind.QUERY);
  }

  private static String nameOf(SqlCall call) {
    return call.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  private static boolean contains(SqlNode expression, Predicate<SqlCall> wanted) {
    try {
      expression.accept(
          new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
              if (wanted.test(call)) {
                throw Util.FoundOne.NULL;
              }
              return isQuery(call) ? null : super.visit(call);
            }
          });
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }
}
