package io.dolake.sql.session;

import io.dolake.sql.plan.RelationProvider;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.plan.VirtualRelation;
import java.util.List;
import java.util.Optional;

/** Relations of several providers, asked one after the other. */
public final class CombinedRelations implements RelationProvider {
  private final List<RelationProvider> providers;

  public CombinedRelations(List<RelationProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  @Override
  public Optional<VirtualRelation> relation(String schema, String name) {
    for (RelationProvider provider : providers) {
      Optional<VirtualRelation> relation = provider.relation(schema, name);
      if (relation.isPresent()) {
        return relation;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<TableFunction> tableFunction(String schema, String name) {
    for (RelationProvider provider : providers) {
      Optional<TableFunction> function = provider.tableFunction(schema, name);
      if (function.isPresent()) {
        return function;
      }
    }
    return Optional.empty();
  }
}
