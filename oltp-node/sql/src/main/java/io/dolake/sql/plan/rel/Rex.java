package io.dolake.sql.plan.rel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Builds row expressions. All types are ANY, those of conditions BOOLEAN; both nullable. */
public final class Rex {
  public static final RelDataTypeFactory TYPES = new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT);
  public static final RelDataType ANY = nullable(SqlTypeName.ANY);
  public static final RelDataType BOOLEAN = nullable(SqlTypeName.BOOLEAN);
  public static final RexBuilder BUILDER = new RexBuilder(TYPES);

  private static final Map<Integer, RelDataType> ROW_TYPES = new ConcurrentHashMap<>();
  private static final RexOperator TRUTH =
      new SimpleOperator("TRUTH", true, operands -> operands[0]);
  private static final RexOperator VALUE =
      new SimpleOperator("VALUE", true, operands -> operands[0]);

  private Rex() {}

  private static RelDataType nullable(SqlTypeName name) {
    return TYPES.createTypeWithNullability(TYPES.createSqlType(name), true);
  }

  public static RexNode column(int index) {
    return new RexInputRef(index, ANY);
  }

  public static RexNode call(RexOperator operator, RexNode... operands) {
    return BUILDER.makeCall(ANY, operator, Arrays.asList(operands));
  }

  public static RexNode call(RexOperator operator, List<RexNode> operands) {
    return BUILDER.makeCall(ANY, operator, operands);
  }

  public static RexNode condition(RexOperator operator, RexNode... operands) {
    return BUILDER.makeCall(BOOLEAN, operator, Arrays.asList(operands));
  }

  public static RexNode constant(Object value) {
    return call(new ConstantOperator(value));
  }

  public static RexNode literalTrue() {
    return BUILDER.makeLiteral(true);
  }

  public static RexNode and(List<RexNode> operands) {
    return logic(SqlStdOperatorTable.AND, operands);
  }

  public static RexNode or(List<RexNode> operands) {
    return logic(SqlStdOperatorTable.OR, operands);
  }

  public static RexNode not(RexNode operand) {
    return logic(SqlStdOperatorTable.NOT, List.of(operand));
  }

  private static RexNode logic(SqlOperator operator, List<RexNode> operands) {
    List<RexNode> conditions = new ArrayList<>(operands.size());
    for (RexNode operand : operands) {
      RexNode condition = asCondition(operand);
      // Calcite's filters hold flat conditions: no AND in an AND, no OR in an OR.
      if (operator != SqlStdOperatorTable.NOT
          && condition instanceof RexCall call
          && call.getOperator() == operator) {
        conditions.addAll(call.getOperands());
      } else {
        conditions.add(condition);
      }
    }
    if (conditions.size() == 1 && operator != SqlStdOperatorTable.NOT) {
      return conditions.get(0);
    }
    return BUILDER.makeCall(BOOLEAN, operator, conditions);
  }

  /** A truth value as a BOOLEAN. */
  public static RexNode asBoolean(RexNode rex) {
    return condition(BooleanOperator.INSTANCE, rex);
  }

  /** The expression with the type of a condition; any value is one in SQLite. */
  public static RexNode asCondition(RexNode rex) {
    if (rex instanceof RexCall call && call.getOperator() == BooleanOperator.INSTANCE) {
      // Its parts can be told apart, and moved to where they belong, without the wrapping.
      return asCondition(call.getOperands().get(0));
    }
    boolean isCondition = rex.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
    return isCondition ? rex : condition(TRUTH, rex);
  }

  /** The expression with the type of a field. */
  public static RexNode asValue(RexNode rex) {
    return rex.getType().getSqlTypeName() == SqlTypeName.ANY ? rex : call(VALUE, rex);
  }

  public static boolean isConstant(RexNode rex) {
    return rex instanceof RexCall call && call.getOperator() instanceof ConstantOperator;
  }

  /** Value of a constant. */
  public static Object constantValue(RexNode rex) {
    return ((ConstantOperator) ((RexCall) rex).getOperator()).value();
  }

  /** References to all columns of an input. */
  public static List<RexNode> columnsOf(RelNode input) {
    int count = input.getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(column(i));
    }
    return columns;
  }

  /** The row type of this many fields; names play no part in planning. */
  public static RelDataType rowType(int fieldCount) {
    return ROW_TYPES.computeIfAbsent(fieldCount, Rex::makeRowType);
  }

  private static RelDataType makeRowType(int fieldCount) {
    RelDataTypeFactory.Builder builder = TYPES.builder();
    for (int i = 0; i < fieldCount; i++) {
      builder.add("c" + i, ANY);
    }
    return builder.build();
  }
}
