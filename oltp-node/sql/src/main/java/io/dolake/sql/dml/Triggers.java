package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.statement.Planning;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The triggers of one table or view. Immutable and thread-safe. */
final class Triggers {
  private static final Object FIRING = new Object();

  /** What one statement of the user keeps while triggers fire. */
  private static final class Firing {
    /** Triggers under way, none of which fires again meanwhile. */
    private final Set<TriggerDef> active = new HashSet<>();

    private ConflictAction policy = ConflictAction.ABORT;
  }

  private final List<TriggerProgram> programs;

  private Triggers(List<TriggerProgram> programs) {
    this.programs = programs;
  }

  static Triggers of(Planning planning, TableDef relation) {
    return new Triggers(
        planning.catalog().triggersOf(relation.schema(), relation.name()).stream()
            .map(definition -> new TriggerProgram(planning, definition, relation))
            .toList());
  }

  boolean none() {
    return programs.isEmpty();
  }

  boolean has(TriggerTiming timing, TriggerEvent event) {
    for (int i = 0; i < programs.size(); i++) {
      if (programs.get(i).isFor(timing, event)) {
        return true;
      }
    }
    return false;
  }

  /** Makes the ON CONFLICT of the user's statement that of its triggers' statements. */
  void setPolicy(ExecutionContext context, ConflictAction policy) {
    if (!programs.isEmpty() && !context.isNested()) {
      firing(context).policy = policy;
    }
  }

  private static Firing firing(ExecutionContext context) {
    return context.outermost().state(FIRING, Firing::new);
  }

  /**
   * Fires all triggers of a kind for one row.
   *
   * @param assigned ordinals of the columns an UPDATE assigns; null for any
   * @return false when one of them says to leave the row alone
   */
  boolean fire(
      TriggerTiming timing,
      TriggerEvent event,
      ExecutionContext context,
      Object[] oldRow,
      Object[] newRow,
      int[] assigned) {
    for (TriggerProgram program : programs) {
      if (program.isFor(timing, event)
          && program.concerns(assigned)
          && !fire(program, context, oldRow, newRow)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fire(
      TriggerProgram program, ExecutionContext context, Object[] oldRow, Object[] newRow) {
    Firing firing = firing(context);
    if (!firing.active.add(program.definition())) {
      return true;
    }
    WriteSession session = (WriteSession) context.session();
    long lastRowId = session.lastInsertRowId();
    try {
      return program.fire(context, firing.policy, oldRow, newRow);
    } finally {
      session.setLastInsertRowId(lastRowId);
      firing.active.remove(program.definition());
    }
  }
}
