package io.dolake.sql.plan.physical;

import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Rewrites by Calcite's rules: conditions move towards the tables, outer joins that a condition
 * turns into inner ones become such. Trees on which no rule could fire are left alone, since
 * starting the rule engine costs more than planning a small query.
 */
final class Optimizer {
  /** Calcite's simplifier reasons with SQL's static types, which our values do not have. */
  private static final RelBuilderFactory BUILDER =
      RelBuilder.proto(
          Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false).withSimplifyValues(false)));

  private static final List<RelOptRule> RULES =
      List.of(
          FilterMergeRule.Config.DEFAULT.withRelBuilderFactory(BUILDER).toRule(),
          FilterProjectTransposeRule.Config.DEFAULT
              .withOperandSupplier(
                  filter ->
                      filter
                          .operand(Filter.class)
                          .oneInput(
                              project ->
                                  project
                                      .operand(Project.class)
                                      .predicate(Optimizer::isDeterministic)
                                      .anyInputs()))
              .withRelBuilderFactory(BUILDER)
              .toRule(),
          FilterAggregateTransposeRule.Config.DEFAULT.withRelBuilderFactory(BUILDER).toRule(),
          FilterSetOpTransposeRule.Config.DEFAULT.withRelBuilderFactory(BUILDER).toRule(),
          FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT
              .withRelBuilderFactory(BUILDER)
              .toRule(),
          FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT
              .withRelBuilderFactory(BUILDER)
              .toRule());

  private static final HepProgram PROGRAM = program();

  private Optimizer() {}

  private static HepProgram program() {
    HepProgramBuilder builder = HepProgram.builder().addMatchLimit(2_000);
    return builder.addRuleCollection(RULES).build();
  }

  private static boolean isDeterministic(Project project) {
    return project.getProjects().stream().allMatch(RexUtil::isDeterministic);
  }

  static RelNode optimize(RelNode rel) {
    if (!mayImprove(rel)) {
      return rel;
    }
    HepPlanner planner = new HepPlanner(PROGRAM);
    planner.setRoot(rel);
    return planner.findBestExp();
  }

  private static boolean mayImprove(RelNode rel) {
    if (rel instanceof Filter filter) {
      RelNode input = filter.getInput();
      boolean movable =
          input instanceof Project
              || input instanceof Aggregate
              || input instanceof SetOp
              || (input instanceof Join join && join.getJoinType() != JoinRelType.INNER);
      if (movable) {
        return true;
      }
    }
    if (rel instanceof Join join && join.getJoinType() != JoinRelType.INNER) {
      return true;
    }
    for (RelNode input : rel.getInputs()) {
      if (mayImprove(input)) {
        return true;
      }
    }
    return false;
  }
}
